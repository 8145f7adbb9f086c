-- How many of these each feed has told before.
select told.feed_id, count(*)::integer as n
from (values %s) as told (url, feed_id)
join embargowatch.entries e on e.url = told.url
join embargowatch.entry_feeds f on f.entry_id = e.id and f.feed_id = told.feed_id
group by told.feed_id
