select v.*
from embargowatch.v_stories v
where v.id = any(%(story_ids)s)
order by array_position(%(story_ids)s, v.id)
