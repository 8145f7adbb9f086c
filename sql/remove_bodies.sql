-- Of pages from before a day that are not the newest of their entry, nor what the newest revision of an article was
-- read from: these can still be read again.
update embargowatch.pages p set body_zstd = '', body_removed_at = %(now)s
where
    p.fetched_at < %(before)s
    and p.body_removed_at is null
    and p.state <> 'to_clean'
    and exists (
        select from embargowatch.pages newer
        where newer.entry_id = p.entry_id and (newer.fetched_at, newer.id) > (p.fetched_at, p.id)
    )
    and not exists (
        select from embargowatch.articles a
        where a.page_id = p.id and not exists (
            select from embargowatch.articles later where later.url = a.url and later.revision > a.revision
        )
    )
