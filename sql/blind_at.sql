-- The sources that could not be read at a moment, by their history; the official ones first, then the longest blind.
select f.name, f.tier, s.state, s.since
from embargowatch.feed_states s
join embargowatch.feeds f on f.id = s.feed_id
where s.since < %(moment)s and (s.until is null or s.until >= %(moment)s)
  and s.state in ('gone', 'unreachable', 'blocked', 'consent_wall', 'not_a_feed', 'broken', 'empty', 'stale')
order by f.tier <> 'official', s.since, f.name
