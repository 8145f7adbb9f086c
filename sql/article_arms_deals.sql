select r.*, l.story_id
from embargowatch.arms_deals r
left join embargowatch.story_articles l on l.arms_deal_id = r.id
where r.article_id = %(id)s and r.rejected_at is null
order by r.fingerprint
