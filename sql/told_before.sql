-- What the subscriber was last told of each of these stories.
select distinct on (story_id) story_id, told
from embargowatch.alerts
where subscription_id = %(subscription_id)s and story_id = any (%(story_ids)s) and state = 'sent'
order by story_id, sent_at desc, id desc
