select l.article_id, max(l.why) as why
from embargowatch.story_articles l
where l.story_id = %(story_id)s
group by l.article_id
