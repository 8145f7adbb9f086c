-- What was fetched on a day (UTC), a few at a time, in the order of their ids.
select
    p.id, p.entry_id, p.url, p.final_url, p.status, p.headers, p.body_zstd, p.fetched_at, p.failure_kind, p.reason,
    p.replayed, p.body_removed_at is not null as removed, e.title, e.summary, e.authors, e.published, e.updated,
    e.date_note, e.retries
from embargowatch.pages p
join embargowatch.entries e on e.id = p.entry_id
where p.id > %(after)s and p.fetched_at >= %(day)s::date and p.fetched_at < %(day)s::date + 1
order by p.id
limit %(limit)s
