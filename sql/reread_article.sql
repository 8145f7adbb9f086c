-- The same text, read again by `replay`: what else is known of it may be better now.
update embargowatch.articles set
    page_id = %(page_id)s,
    authors = %(authors)s,
    published = %(published)s,
    language = %(language)s,
    status = %(status)s,
    reason = %(reason)s,
    state = %(state)s,
    state_reason = %(state_reason)s,
    replayed = true
where id = %(id)s
