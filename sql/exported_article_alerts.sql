-- Alerts of articles that gave no record, of the days asked for.
select v.*
from embargowatch.v_alerts v
where v.story_id is null
  and (%(since)s::date is null or v.created_at >= %(since)s::date)
  and (%(until)s::date is null or v.created_at < %(until)s::date + 1)
order by v.created_at desc, v.id
