-- Stories in which an article belongs, or does not, because a person said so of it and of an article that is in them.
-- Of two that contradict each other the later one counts.
with mine as (
    select d.id, d.kind,
           case when d.urls @> array[%(url)s] then d.urls else d.others end as ours,
           case when d.urls @> array[%(url)s] then d.others else d.urls end as theirs
    from embargowatch.story_decisions d
    where d.topic = %(topic)s and (d.urls @> array[%(url)s] or d.others @> array[%(url)s])
)
select distinct on (l.story_id) l.story_id, m.kind = 'merge' or a.url = any(m.ours) as belongs
from mine m
join embargowatch.articles a on a.url = any(m.ours || m.theirs) and a.url <> %(url)s
join embargowatch.story_articles l on l.article_id = a.id
join embargowatch.stories s on s.id = l.story_id and s.topic = %(topic)s
order by l.story_id, m.id desc, m.kind = 'merge' or a.url = any(m.ours)
