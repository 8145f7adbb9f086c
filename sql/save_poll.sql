update embargowatch.feeds set
    etag = coalesce(%(etag)s, etag),
    last_modified = coalesce(%(last_modified)s, last_modified),
    body_sha256 = coalesce(%(body_sha256)s, body_sha256),
    polled_at = %(now)s,
    next_poll_at = %(next_poll_at)s,
    newest_at = greatest(newest_at, %(newest_at)s),
    n_entries = coalesce(%(n_entries)s, n_entries),
    failures = %(failures)s,
    state_since = case when state = %(state)s then state_since else %(now)s end,
    state = %(state)s,
    state_reason = %(state_reason)s
where id = %(id)s
