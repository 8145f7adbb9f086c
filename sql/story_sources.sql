-- One an article: its best passage, and of the feeds that carry it the most official.
select distinct on (coalesce(a.published, a.created_at), a.url)
    a.id as article_id,
    coalesce(feed.name, substring(a.url from '://([^/]+)')) as outlet,
    coalesce(feed.tier, 'general') as tier,
    a.url, a.title, a.published, p.fetched_at,
    coalesce(s.quote, d.quote, '') as quote,
    a.status, a.language,
    feed.first_seen as source_first_seen,
    a.replayed
from embargowatch.story_articles l
join embargowatch.articles a on a.id = l.article_id
join embargowatch.pages p on p.id = a.page_id
left join embargowatch.sanctions s on s.id = l.sanction_id
left join embargowatch.arms_deals d on d.id = l.arms_deal_id
left join lateral (
    select f.name, f.tier, min(f.first_seen) over () as first_seen
    from embargowatch.entry_feeds ef
    join embargowatch.feeds f on f.id = ef.feed_id
    where ef.entry_id = a.entry_id
    order by f.tier <> 'official', ef.seen_at, f.slug
    limit 1
) feed on true
where l.story_id = %(story_id)s and s.rejected_at is null and d.rejected_at is null
order by coalesce(a.published, a.created_at), a.url, coalesce(s.background, d.background), l.sanction_id, l.arms_deal_id
