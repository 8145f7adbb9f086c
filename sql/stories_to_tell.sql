select id, by_replay, correction, withdrawn_at is not null as withdrawn
from embargowatch.stories
where to_tell and not to_merge
order by id
limit %(limit)s
for update skip locked
