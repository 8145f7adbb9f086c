with linked as (
    insert into embargowatch.story_articles (story_id, article_id, sanction_id, arms_deal_id, linked_at)
    values (%(story_id)s, %(article_id)s, %(sanction_id)s, %(arms_deal_id)s, %(now)s)
)
update embargowatch.stories set to_merge = true where id = %(story_id)s
