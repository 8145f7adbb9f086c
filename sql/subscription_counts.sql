select
    subscription_id,
    count(*) filter (where state in ('waiting', 'sending')) as waiting,
    count(*) filter (where state = 'sent') as sent,
    count(*) filter (where state = 'held') as held,
    count(*) filter (where state = 'dead') as dead,
    max(sent_at) as last_sent
from embargowatch.alerts
group by subscription_id
