insert into embargowatch.alerts as known (
    subscription_id, story_id, told_hash, state, reason, created_at, next_try_at
) values (
    %(subscription_id)s, %(story_id)s, %(told_hash)s, %(state)s, %(reason)s, %(now)s, %(now)s
)
on conflict (subscription_id, story_id, article_id, told_hash, before_hash, kind) do update set
    state = excluded.state,
    reason = excluded.reason,
    next_try_at = excluded.next_try_at
where known.state = 'held' and excluded.state = 'waiting' and not exists (
    select
    from embargowatch.alerts other
    where
        other.subscription_id = known.subscription_id
        and other.story_id = known.story_id
        and other.state <> 'held'
)
