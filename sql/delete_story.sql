delete from embargowatch.stories
where id = %(id)s and not exists (
    select from embargowatch.alerts a where a.story_id = stories.id and a.state in ('sending', 'sent', 'dead')
)
