insert into embargowatch.alerts (
    subscription_id, article_id, told_hash, state, reason, created_at, next_try_at
)
select %(subscription_id)s, %(article_id)s, %(told_hash)s, %(state)s, %(reason)s, %(now)s, %(now)s
where not exists (
    select
    from embargowatch.alerts a
    join embargowatch.articles r on r.id = a.article_id
    where a.subscription_id = %(subscription_id)s and r.url = %(url)s
)
on conflict (subscription_id, story_id, article_id, told_hash, before_hash, kind) do nothing
