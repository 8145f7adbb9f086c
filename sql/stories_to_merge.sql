select topic, id from embargowatch.stories where to_merge order by topic, id for update
