-- The enabled feeds that are not well.
select slug, state, state_reason
from embargowatch.feeds
where enabled and state <> 'ok'
order by slug
