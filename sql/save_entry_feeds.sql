insert into embargowatch.entry_feeds (entry_id, feed_id, seen_at, content_sha256)
select e.id, told.feed_id, told.seen_at, told.content_sha256
from (values %s) as told (url, feed_id, seen_at, content_sha256)
join embargowatch.entries e on e.url = told.url
order by e.id
on conflict (entry_id, feed_id) do update set content_sha256 = excluded.content_sha256
where entry_feeds.content_sha256 <> excluded.content_sha256
