select id, by_replay from embargowatch.stories
where to_tell and not to_merge
order by id
limit %(limit)s
for update skip locked
