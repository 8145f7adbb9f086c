-- Watched sources that give us nothing just now; the official ones first, then the longest blind.
select name, state, state_reason as reason, state_since as since
from embargowatch.feeds
where enabled
  and (
      state in ('gone', 'unreachable', 'blocked', 'consent_wall', 'not_a_feed', 'broken', 'empty', 'stale')
      or (state = 'unverified' and polled_at is not null)  -- never worked yet
  )
order by tier <> 'official', state_since, name
