-- Watched sources whose state nobody has looked through for the operator and that began after a moment; with the
-- states since the last one that was, and the ids of all that are looked through with this.
select
    f.name, f.url, f.state, f.state_reason as reason, f.state_since as since,
    array(
        select s.state
        from embargowatch.feed_states s
        where s.feed_id = f.id and s.id >= known.last and s.until > %(since)s
        order by s.id
    ) as before,
    array(
        select s.id from embargowatch.feed_states s where s.feed_id = f.id and s.looked_at is null
    ) as state_ids
from embargowatch.feeds f
join embargowatch.feed_states present on present.feed_id = f.id and present.until is null
cross join lateral (
    select coalesce(max(s.id), 0) as last
    from embargowatch.feed_states s
    where s.feed_id = f.id and s.looked_at is not null
) known
where f.enabled and present.looked_at is null and present.since > %(since)s
order by f.tier <> 'official', f.state_since, f.name
