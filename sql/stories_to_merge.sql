select id from embargowatch.stories where to_merge and topic = %(topic)s order by id for update
