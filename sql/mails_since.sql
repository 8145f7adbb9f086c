select count(distinct message_id) as n
from embargowatch.alerts
where subscription_id = %(subscription_id)s and state = 'sent' and sent_at > %(since)s
