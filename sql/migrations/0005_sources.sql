-- More kinds of source, how long each takes to answer, and how it has been doing over time.
alter table embargowatch.feeds drop constraint feeds_kind_check;
alter table embargowatch.feeds add constraint feeds_kind_check check (kind in ('feed', 'sitemap', 'listing'));
alter table embargowatch.feeds add column unverified text not null default '';  -- why nobody knows yet whether it works
alter table embargowatch.feeds add column answer_s real[] not null default '{}';  -- of the last answers, newest first

create table embargowatch.feed_states (
    id              bigint generated always as identity primary key,
    feed_id         bigint not null references embargowatch.feeds on delete cascade,
    state           text not null,
    reason          text not null default '',        -- the last one given while the state lasted
    since           timestamptz not null,
    until           timestamptz                      -- null: it still is so
);
create unique index on embargowatch.feed_states (feed_id) where until is null;
create index on embargowatch.feed_states (feed_id, since);

insert into embargowatch.feed_states (feed_id, state, reason, since)
select id, state, state_reason, state_since from embargowatch.feeds;

-- By a trigger, so that whoever changes a state, also by hand, writes its history.
create function embargowatch.keep_feed_state() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.state = old.state then
            update embargowatch.feed_states set reason = new.state_reason
            where feed_id = new.id and until is null and reason <> new.state_reason;
            return null;
        end if;
        update embargowatch.feed_states set until = new.state_since where feed_id = new.id and until is null;
    end if;
    insert into embargowatch.feed_states (feed_id, state, reason, since)
    values (new.id, new.state, new.state_reason, new.state_since);
    return null;
end
$$;
create trigger keep_feed_state after insert or update of state, state_reason on embargowatch.feeds
for each row execute function embargowatch.keep_feed_state();

create table embargowatch.operator_looks (            -- when the changes of sources were last looked through for the operator
    looked_at       timestamptz primary key,
    message_id      text not null default ''         -- of the mail; empty when there was nothing to tell
);
