-- Articles that share keys, and the stories that they tell. Of each key only those nearest in time are looked at, so
-- that a common one costs no more than a rare one. Revisions are looked for among twice as many as are asked for: to look
-- up a thousand articles that share a single key took most of the time.
with near as (
    select k.article_id, count(*) as shared
    from unnest(%(keys)s::bigint[]) as asked (key)
    cross join lateral (
        (
            select b.article_id from embargowatch.article_keys b
            where b.key = asked.key and b.at <= %(at)s order by b.at desc limit %(before)s
        )
        union all
        (
            select b.article_id from embargowatch.article_keys b
            where b.key = asked.key and b.at > %(at)s order by b.at limit %(after)s
        )
    ) k
    group by k.article_id
    order by shared desc, k.article_id
    limit 2 * %(most)s
),
newest as (
    select n.article_id, n.shared
    from near n
    join embargowatch.articles a on a.id = n.article_id
    where a.url <> %(url)s
      and not exists (select from embargowatch.articles later where later.url = a.url and later.revision > a.revision)
    order by n.shared desc, a.published nulls last, a.url
    limit %(most)s
)
select
    p.article_id, a.url, a.state, p.content_key, p.published, p.topics, p.profile, p.signature, p.credit, p.records,
    array(
        select distinct s.topic || ' ' || s.id from embargowatch.story_articles l
        join embargowatch.stories s on s.id = l.story_id
        left join embargowatch.sanctions r on r.id = l.sanction_id
        left join embargowatch.arms_deals d on d.id = l.arms_deal_id
        where l.article_id = p.article_id and not coalesce(r.background, d.background, false)
    ) as stories
from newest n
join embargowatch.article_profiles p on p.article_id = n.article_id
join embargowatch.articles a on a.id = n.article_id
order by n.shared desc, p.content_key
