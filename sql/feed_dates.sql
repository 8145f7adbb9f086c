-- When the feed's newest entries were published: its rhythm.
select e.published
from embargowatch.entry_feeds f
join embargowatch.entries e on e.id = f.entry_id
where f.feed_id = %(feed_id)s and e.published is not null
order by e.published desc
limit %(limit)s
