-- "url" is the address that the source has moved to for good, or null. Of several moves in a row the first address
-- is remembered: it is the one in the file. All in one statement: planning a statement costs more than carrying it out.
update embargowatch.feeds f set
    url = coalesce(told.url, f.url),
    moved_from = case when told.url is null then f.moved_from
        when told.url = f.moved_from then '' else coalesce(nullif(f.moved_from, ''), f.url) end,
    retired_at = case when told.retired then coalesce(f.retired_at, told.now) end,
    etag = coalesce(told.etag, f.etag),
    last_modified = coalesce(told.last_modified, f.last_modified),
    body_sha256 = coalesce(told.body_sha256, f.body_sha256),
    polled_at = case when told.asked then told.now else f.polled_at end,
    next_poll_at = told.next_poll_at,
    newest_at = greatest(f.newest_at, told.newest_at::timestamptz),
    n_entries = coalesce(told.n_entries::integer, f.n_entries),
    failures = told.failures,
    answer_s = case when told.seconds is null then f.answer_s else (told.seconds::real || f.answer_s)[1:5] end,
    state_since = case when f.state = told.state then f.state_since else told.now end,
    state = told.state,
    state_reason = told.state_reason
from (values %s) as told (
    feed_id, now, next_poll_at, state, state_reason, failures, etag, last_modified, body_sha256, newest_at, n_entries,
    url, retired, seconds, asked
)
where f.id = told.feed_id
