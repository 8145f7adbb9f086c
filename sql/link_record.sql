with linked as (
    insert into embargowatch.story_articles (story_id, article_id, sanction_id, arms_deal_id, linked_at, why)
    values (%(story_id)s, %(article_id)s, %(sanction_id)s, %(arms_deal_id)s, %(now)s, %(why)s)
),
-- What joined for want of a record has one now.
replaced as (
    delete from embargowatch.story_articles
    where story_id = %(story_id)s and article_id = %(article_id)s and sanction_id is null and arms_deal_id is null
)
-- A story that was made of this record alone says all of it already.
update embargowatch.stories set to_merge = true where id = %(story_id)s and not %(is_new)s
