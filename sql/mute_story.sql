insert into embargowatch.muted_stories (subscription_id, story_id, muted_at)
select %(subscription_id)s, id, %(now)s from embargowatch.stories where id = %(story_id)s
on conflict do nothing
