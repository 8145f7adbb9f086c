-- When the subscriber was last sent something.
select max(sent_at) as sent_at
from embargowatch.alerts
where subscription_id = %(subscription_id)s and state = 'sent'
