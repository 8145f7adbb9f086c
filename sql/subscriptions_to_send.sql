select s.id
from embargowatch.subscriptions s
where s.enabled and exists (
    select
    from embargowatch.alerts a
    where
        a.subscription_id = s.id
        and (s.cadence = %(cadence)s or (%(late)s and a.attempts > 0))
        and a.state in ('waiting', 'sending')
        and a.next_try_at <= %(now)s
)
order by s.id
