select story_id, topic, headline, first_seen, unconfirmed_for, origins
from embargowatch.v_unconfirmed
where first_seen > now() - interval '30 days'
order by first_seen, story_id
