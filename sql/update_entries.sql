-- The feed tells it differently now: its page is to be fetched again.
update embargowatch.entries e set
    title = told.title,
    summary = told.summary,
    authors = told.authors::text[],
    published = coalesce(told.published::timestamptz, e.published),
    updated = coalesce(told.updated::timestamptz, e.updated),
    date_note = told.date_note,
    state = 'to_scrape',
    failure_kind = '',
    reason = '',
    attempts = 0,
    next_try_at = told.next_try_at,
    retries = 0,
    retry_at = null
from (values %s) as told (
    url, feed_id, content_sha256, title, summary, authors, published, updated, date_note, next_try_at
)
join embargowatch.entry_feeds f on f.feed_id = told.feed_id
where e.url = told.url and f.entry_id = e.id and f.content_sha256 <> told.content_sha256
