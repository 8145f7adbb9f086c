-- Everything that tells the story, in one order whatever the ids.
select r.*, a.url, a.published, a.created_at, a.replayed
from embargowatch.story_articles l
join embargowatch.arms_deals r on r.id = l.arms_deal_id
join embargowatch.articles a on a.id = r.article_id
where l.story_id = %(story_id)s and r.rejected_at is null
order by a.published nulls last, a.url, a.revision, r.fingerprint
