-- Who did what on the desk, and when. It only grows: a mistake is mended by another line.
create table embargowatch.desk_log (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    who             text not null,                    -- the name they logged in with
    did             text not null,
    subject         text not null,                    -- "subscription 7"
    detail          jsonb not null default '{}'
);
create index on embargowatch.desk_log (subject, id);

create function embargowatch.refuse_to_forget() returns trigger language plpgsql as
$$ begin raise exception '% only grows: nothing in it is changed or deleted', tg_table_name; end $$;
create trigger only_grows before update or delete or truncate on embargowatch.desk_log
for each statement execute function embargowatch.refuse_to_forget();
