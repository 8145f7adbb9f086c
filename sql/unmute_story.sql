delete from embargowatch.muted_stories where subscription_id = %(subscription_id)s and story_id = %(story_id)s
