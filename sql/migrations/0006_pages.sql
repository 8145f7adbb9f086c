-- A page that could not be had, or is a wall, is asked for again a few times, ever later.
alter table embargowatch.entries
    add column retries  integer not null default 0,
    add column retry_at timestamptz;
create index on embargowatch.entries (retry_at) where retry_at is not null;

-- What was kept of a page may be let go after a while; that it was there stays known.
alter table embargowatch.pages add column body_removed_at timestamptz;
create index on embargowatch.pages (fetched_at);
