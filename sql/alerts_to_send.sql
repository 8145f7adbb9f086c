-- Those found on the way while nobody sends belong to a dead sender, or nobody knows whether they were taken.
select
    l.id, l.subscription_id, l.story_id, l.article_id, l.told_hash, l.before_hash, l.kind, l.urgent, l.state, l.reason,
    l.message_id, l.attempts, l.created_at, case when l.kind = 'correction' then l.told end as told,
    case when l.article_id is not null then (
        select jsonb_build_object(
            'article_id', a.id,
            'topic', coalesce((
                select v.topic from embargowatch.verdicts v
                where v.article_id = a.id and v.relevant
                order by v.judged_at desc, v.score desc, v.topic
                limit 1
            ), 'sanctions'),
            'outlet', coalesce((
                select f.name
                from embargowatch.entry_feeds ef
                join embargowatch.feeds f on f.id = ef.feed_id
                where ef.entry_id = a.entry_id
                order by f.tier <> 'official', ef.seen_at, f.slug
                limit 1
            ), substring(a.url from '://([^/]+)')),
            'url', a.url,
            'title', a.title,
            'published', a.published,
            'fetched_at', p.fetched_at,
            'reason', coalesce(nullif(a.reason, ''), 'no record found')
        )
        from embargowatch.articles a
        join embargowatch.pages p on p.id = a.page_id
        where a.id = l.article_id
    ) end as unread
from embargowatch.alerts l
where
    l.subscription_id = %(subscription_id)s
    and l.state in ('waiting', 'sending')
    and l.next_try_at <= %(now)s
order by l.state = 'waiting', l.message_id, l.id
