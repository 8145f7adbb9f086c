select s.id
from embargowatch.subscriptions s
where s.enabled and s.cadence = %(cadence)s and exists (
    select
    from embargowatch.alerts a
    where a.subscription_id = s.id and (a.state = 'sending' or (a.state = 'waiting' and a.next_try_at <= %(now)s))
)
order by s.id
