select
    a.id, a.url, a.title || E'\n' || a.text as text, a.published,
    array(
        select v.topic from embargowatch.verdicts v
        where v.article_id = a.id and v.relevant and v.judged_at = (
            select max(judged_at) from embargowatch.verdicts where article_id = a.id
        )
        order by v.topic
    ) as topics,
    (
        select min(f.first_seen)
        from embargowatch.entry_feeds ef
        join embargowatch.feeds f on f.id = ef.feed_id
        where ef.entry_id = a.entry_id
    ) as first_seen
from embargowatch.articles a
where a.to_tell
order by a.id
limit %(limit)s
for update of a skip locked
