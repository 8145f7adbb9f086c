-- For whom something waits that may be tried.
select s.id
from embargowatch.subscriptions s
where
    s.enabled
    and (s.muted_until is null or s.muted_until <= %(now)s)
    and exists (
        select
        from embargowatch.alerts a
        where a.subscription_id = s.id and a.state in ('waiting', 'sending') and a.next_try_at <= %(now)s
    )
order by s.id
