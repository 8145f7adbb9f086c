-- Held for the subscriber's minimum confidence.
select count(*) as n
from embargowatch.alerts
where subscription_id = %(subscription_id)s and state = 'held' and reason like 'confidence:%%' and created_at >= %(since)s
