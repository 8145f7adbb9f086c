update embargowatch.stories set to_merge = true
where id in (select story_id from embargowatch.story_articles where article_id = %(article_id)s)
