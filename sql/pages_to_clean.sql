select
    p.id, p.entry_id, p.url, p.final_url, p.status, p.headers, p.body_zstd, p.fetched_at, p.failure_kind, p.reason,
    p.replayed, e.title, e.summary, e.authors, e.published, e.updated, e.date_note, e.retries
from embargowatch.pages p
join embargowatch.entries e on e.id = p.entry_id
where p.state = 'to_clean'
order by p.id
limit %(limit)s
for update of p skip locked
