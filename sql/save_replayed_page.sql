-- Of an archive. Only the newest page of an entry is read; its article tells nobody.
insert into embargowatch.pages (
    entry_id, url, final_url, status, headers, sha256, body_zstd, fetched_at, replayed, state
)
select
    %(entry_id)s, %(url)s, %(final_url)s, %(status)s, %(headers)s, %(sha256)s, %(body_zstd)s, %(fetched_at)s, true,
    case when exists (
        select from embargowatch.pages newer
        where newer.entry_id = %(entry_id)s and newer.fetched_at > %(fetched_at)s and newer.failure_kind = ''
    ) then 'superseded' else 'to_clean' end
on conflict (entry_id, sha256) do update set
    body_zstd = excluded.body_zstd,
    body_removed_at = null,
    replayed = excluded.state = 'to_clean',
    state = case when excluded.state = 'to_clean' then 'to_clean' else pages.state end
returning id, state
