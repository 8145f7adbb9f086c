with gone as (
    delete from embargowatch.story_articles l
    using embargowatch.articles a
    where a.id = l.article_id and a.url = %(url)s and a.revision < %(revision)s
    returning l.story_id
)
update embargowatch.stories set to_merge = true where id in (select story_id from gone)
