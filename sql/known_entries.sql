-- How each feed has told these before, where it has.
select told.url, told.feed_id, f.content_sha256
from (values %s) as told (url, feed_id)
join embargowatch.entries e on e.url = told.url
join embargowatch.entry_feeds f on f.entry_id = e.id and f.feed_id = told.feed_id
