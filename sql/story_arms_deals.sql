-- Everything that tells the story, in one order whatever the ids.
select r.*, a.url, a.published, a.created_at, a.replayed,
       coalesce(p.credit, '') as credit, coalesce(p.signature, '{}') as signature,
       exists (
           select from embargowatch.entry_feeds ef
           join embargowatch.feeds f on f.id = ef.feed_id
           where ef.entry_id = a.entry_id and f.tier = 'official'
       ) as official
from embargowatch.story_articles l
join embargowatch.arms_deals r on r.id = l.arms_deal_id
join embargowatch.articles a on a.id = r.article_id
left join embargowatch.article_profiles p on p.article_id = a.id
where l.story_id = %(story_id)s and r.rejected_at is null
order by a.published nulls last, a.url, a.revision, r.fingerprint
