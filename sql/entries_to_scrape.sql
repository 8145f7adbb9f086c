-- From as many hosts as wait, so that a batch is not one host's queue: of the 2,000 that have waited longest, for ranking
-- a hundred thousand takes longer than fetching the batch. More than workers can hold, or they would find none free.
-- The state is asked for again after the lock; what else is known of them is looked up only for those that were taken.
with longest as (
    (select id, url, attempts from embargowatch.entries
    where state = 'to_scrape' and next_try_at <= %(now)s order by next_try_at limit 2000)
    union
    (select id, url, attempts from embargowatch.entries
    where retry_at <= %(now)s order by retry_at limit 2000)
), waiting as (
    select id, row_number() over (partition by substring(url from '://([^/]+)') order by attempts, id) as turn
    from longest
), taken as (
    select e.*, waiting.turn
    from embargowatch.entries e
    join waiting on waiting.id = e.id
    where (e.state = 'to_scrape' and e.next_try_at <= %(now)s) or e.retry_at <= %(now)s
    order by waiting.turn, e.id
    limit %(limit)s
    for update of e skip locked
)
select
    e.id, e.url, e.title, e.summary, e.authors, e.published, e.updated, e.date_note, e.attempts,
    coalesce(page.headers ->> 'etag', '') as etag,
    coalesce(page.headers ->> 'last-modified', '') as last_modified,
    coalesce(feed.user_agent, '') as user_agent,
    e.state <> 'to_scrape' as again
from taken e
left join lateral (
    select p.headers
    from embargowatch.pages p
    where p.entry_id = e.id
    order by p.fetched_at desc, p.id desc
    limit 1
) page on true
left join lateral (
    select f.user_agent
    from embargowatch.entry_feeds ef
    join embargowatch.feeds f on f.id = ef.feed_id
    where ef.entry_id = e.id and f.user_agent <> ''
    order by f.id
    limit 1
) feed on true
order by e.turn, e.id
