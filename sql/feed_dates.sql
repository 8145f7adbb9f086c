-- When each feed's newest entries were published: its rhythm.
select feed.id, told.published
from unnest(%(ids)s::bigint[]) as feed (id)
cross join lateral (
    select array(
        select e.published
        from embargowatch.entry_feeds f
        join embargowatch.entries e on e.id = f.entry_id
        where f.feed_id = feed.id and e.published is not null
        order by e.published desc
        limit %(limit)s
    ) as published
) told
