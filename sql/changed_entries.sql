-- Those of which this feed has told something else before. Locked in one order.
select e.id
from (values %s) as told (url, feed_id, content_sha256)
join embargowatch.entries e on e.url = told.url
join embargowatch.entry_feeds f on f.entry_id = e.id and f.feed_id = told.feed_id
where f.content_sha256 <> told.content_sha256
order by e.id
for update of e
