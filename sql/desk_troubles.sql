-- Each item that could not be read as it should, once, at the furthest stage it came to, with the reason.
with newest as (
    select distinct on (entry_id) id, entry_id, page_id, url, title, status, reason, state, state_reason, created_at
    from embargowatch.articles
    order by entry_id, revision desc
),
troubles as (
    select n.entry_id, n.created_at as at, n.url, n.title,
           case when n.state in ('failed', 'unreadable') then n.state else n.status end as what,
           coalesce(nullif(n.state_reason, ''), n.reason) as reason
    from newest n
    where n.status <> 'ok' or n.state in ('failed', 'unreadable')
    union all
    select p.entry_id, p.fetched_at, p.url, e.title, coalesce(nullif(p.failure_kind, ''), 'failed'), p.reason
    from embargowatch.pages p
    join embargowatch.entries e on e.id = p.entry_id
    where (p.failure_kind <> '' or p.state = 'failed')
      and not exists (select from newest n where n.entry_id = p.entry_id)
    union all
    select e.id, e.seen_at, e.url, e.title, coalesce(nullif(e.failure_kind, ''), e.state), e.reason
    from embargowatch.entries e
    where (e.state = 'failed' or e.failure_kind <> '')
      and not exists (select from newest n where n.entry_id = e.id)
      and not exists (
          select from embargowatch.pages p
          where p.entry_id = e.id and (p.failure_kind <> '' or p.state = 'failed')
      )
)
select t.at, t.url, t.title, t.what, t.reason, coalesce(o.name, '') as outlet, count(*) over () as n
from troubles t
left join lateral (
    select f.name
    from embargowatch.entry_feeds ef
    join embargowatch.feeds f on f.id = ef.feed_id
    where ef.entry_id = t.entry_id
    order by ef.seen_at, f.id
    limit 1
) o on true
order by t.at desc, t.url
limit %(limit)s
