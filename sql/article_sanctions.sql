select r.*, l.story_id
from embargowatch.sanctions r
left join embargowatch.story_articles l on l.sanction_id = r.id
where r.article_id = %(id)s and r.rejected_at is null
order by r.fingerprint
