-- Nothing comes back when somebody else has just saved this revision.
insert into embargowatch.articles (
    entry_id, page_id, url, revision, title, text, text_sha256, authors, published, language, status, reason,
    created_at, state, state_reason, replayed
) values (
    %(entry_id)s, %(page_id)s, %(url)s, %(revision)s, %(title)s, %(text)s, %(text_sha256)s, %(authors)s, %(published)s,
    %(language)s, %(status)s, %(reason)s, %(created_at)s, %(state)s, %(state_reason)s, %(replayed)s
)
on conflict (url, revision) do nothing
returning id
