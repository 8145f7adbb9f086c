-- What was held is told after all when it has become news.
insert into embargowatch.alerts as known (
    subscription_id, story_id, told_hash, before_hash, kind, urgent, told, state, reason, created_at, next_try_at
) values (
    %(subscription_id)s, %(story_id)s, %(told_hash)s, %(before_hash)s, %(kind)s, %(urgent)s, %(told)s, %(state)s,
    %(reason)s, %(now)s, %(now)s
)
on conflict (subscription_id, story_id, article_id, told_hash, before_hash, kind) do update set
    state = excluded.state,
    reason = excluded.reason,
    urgent = excluded.urgent,
    told = excluded.told,
    created_at = excluded.created_at,
    next_try_at = excluded.next_try_at
where known.state = 'held' and excluded.state = 'waiting'
