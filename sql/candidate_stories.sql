-- Also one that nothing tells just now: of an article that was edited or is judged again.
select s.id, s.record, s.background, s.news_from, s.news_until
from embargowatch.stories s
where
    s.topic = %(topic)s
    and s.parties && %(parties)s::text[]
    and s.news_until >= %(since)s
    and s.news_from <= %(until)s
    and not exists (
        select from embargowatch.story_articles l where l.story_id = s.id and l.article_id = %(article_id)s
    )
order by s.news_until desc, s.id
limit 200
