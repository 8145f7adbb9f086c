-- The same answer again: read once more, because the feed may tell it differently now.
insert into embargowatch.pages (
    entry_id, url, final_url, status, headers, sha256, body_zstd, fetched_at, failure_kind, reason
) values (
    %(entry_id)s, %(url)s, %(final_url)s, %(status)s, %(headers)s, %(sha256)s, %(body_zstd)s, %(fetched_at)s,
    %(failure_kind)s, %(reason)s
)
on conflict (entry_id, sha256) do update set
    final_url = excluded.final_url,
    status = excluded.status,
    headers = excluded.headers,
    fetched_at = excluded.fetched_at,
    failure_kind = excluded.failure_kind,
    reason = excluded.reason,
    state = 'to_clean',
    state_reason = '',
    replayed = false
returning id
