-- "url" is the address that the source has moved to for good, or null. Of several moves in a row the first address
-- is remembered: it is the one in the file.
update embargowatch.feeds set
    url = coalesce(%(url)s, url),
    moved_from = case when %(url)s is null then moved_from
        when %(url)s = moved_from then '' else coalesce(nullif(moved_from, ''), url) end,
    retired_at = case when %(retired)s then coalesce(retired_at, %(now)s) end,
    etag = coalesce(%(etag)s, etag),
    last_modified = coalesce(%(last_modified)s, last_modified),
    body_sha256 = coalesce(%(body_sha256)s, body_sha256),
    polled_at = case when %(asked)s then %(now)s else polled_at end,
    next_poll_at = %(next_poll_at)s,
    newest_at = greatest(newest_at, %(newest_at)s),
    n_entries = coalesce(%(n_entries)s, n_entries),
    failures = %(failures)s,
    answer_s = case when %(seconds)s::real is null then answer_s else (%(seconds)s::real || answer_s)[1:5] end,
    state_since = case when state = %(state)s then state_since else %(now)s end,
    state = %(state)s,
    state_reason = %(state_reason)s
where id = %(feed_id)s
