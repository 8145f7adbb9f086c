select v.*
from embargowatch.v_alerts v
where v.story_id = any(%(story_ids)s)
order by array_position(%(story_ids)s, v.story_id), v.created_at, v.id
