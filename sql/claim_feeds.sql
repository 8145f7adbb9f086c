-- Feeds that are due, claimed for this session until it releases them or ends; "with everything", due or not, and also
-- those that their servers have retired. From as many hosts as wait, so that what comes first is not one host's queue.
-- A lock of the session, and not of the row, outlives the transactions in which the answers are saved.
with waiting as (
    select
        id, next_poll_at,
        row_number() over (partition by substring(url from '://([^/]+)') order by next_poll_at, id) as turn
    from embargowatch.feeds
    where
        enabled
        and (%(everything)s or (next_poll_at <= %(now)s and retired_at is null))
        and (polled_at is null or polled_at < %(now)s)
        and id <> all (%(done)s)
        and (%(tiers)s::text[] is null or tier = any (%(tiers)s))
        and id not in (
            select objid::bigint from pg_locks
            where
                locktype = 'advisory' and objsubid = 2
                and classid = (hashtext('embargowatch feeds')::bigint & 4294967295)::oid
                and database = (select oid from pg_database where datname = current_database())
        )
), chosen as materialized (
    select id, turn, next_poll_at from waiting order by turn, next_poll_at, id limit %(limit)s
)
select id from chosen
where pg_try_advisory_lock(hashtext('embargowatch feeds'), id::integer)
order by turn, next_poll_at, id
