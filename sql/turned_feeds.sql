-- Watched sources whose state began after a moment, with the states they had since that moment.
select
    f.name, f.url, f.state, f.state_reason as reason, f.state_since as since,
    array(
        select s.state
        from embargowatch.feed_states s
        where s.feed_id = f.id and s.until > %(since)s
        order by s.since, s.id
    ) as before
from embargowatch.feeds f
where f.enabled and f.state_since > %(since)s
order by f.tier <> 'official', f.state_since, f.name
