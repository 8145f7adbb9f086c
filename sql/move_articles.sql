-- What these articles tell of one story they tell of another.
with moved as (
    update embargowatch.story_articles l set story_id = %(into)s
    from embargowatch.articles a
    where a.id = l.article_id and l.story_id = %(out_of)s and a.url = any(%(urls)s)
)
update embargowatch.stories set to_merge = true where id in (%(into)s, %(out_of)s)
