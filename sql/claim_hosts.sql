-- Each host is ours until it is released, or for so many seconds should we die; else it says how long it is not free.
-- The clock is the database's, which all workers share; in the order of their names, so that two workers do not lock up.
with asked (host, seconds) as (values %s),
claimed as (
    insert into embargowatch.hosts as h (host, free_at, held_until)
    select host, clock_timestamp(), clock_timestamp() + seconds * interval '1 second'
    from asked
    order by host
    on conflict (host) do update set held_until = excluded.held_until
    where h.free_at <= clock_timestamp() and h.held_until <= clock_timestamp()
    returning h.host, h.slowness, h.reason
)
select
    asked.host, claimed.host is not null as ours,
    coalesce(greatest(0, extract(epoch from known.free_at - clock_timestamp())), 0)::double precision as free_in_s,
    coalesce(claimed.slowness, known.slowness, 0) as slowness, coalesce(claimed.reason, known.reason, '') as reason
from asked
left join claimed on claimed.host = asked.host
left join embargowatch.hosts known on known.host = asked.host
