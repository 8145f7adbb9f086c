-- In the order of their names, as in claim_hosts.
insert into embargowatch.hosts (host, free_at, held_until, slowness, reason)
select host, clock_timestamp() + seconds * interval '1 second', clock_timestamp(), slowness, reason
from (values %s) as said (host, seconds, slowness, reason)
order by host
on conflict (host) do update set
    free_at = excluded.free_at,
    held_until = excluded.held_until,
    slowness = excluded.slowness,
    reason = excluded.reason
