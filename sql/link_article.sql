-- An article without a record of its own: told as one of the story's outlets. The story is made again: an official one
-- confirms it.
with linked as (
    insert into embargowatch.story_articles (story_id, article_id, linked_at, why)
    select %(story_id)s, %(article_id)s, %(now)s, %(why)s
    where not exists (
        select from embargowatch.story_articles l where l.story_id = %(story_id)s and l.article_id = %(article_id)s
    )
    returning story_id
)
update embargowatch.stories set to_merge = true where id in (select story_id from linked)
