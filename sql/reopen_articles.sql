-- The newest revision of each article that was published (else saved) in these days, both in, UTC.
update embargowatch.articles set state = 'to_classify', state_reason = '', replayed = true
where
    coalesce(published, created_at) >= %(since)s::date
    and coalesce(published, created_at) < %(until)s::date + 1
    and state in ('done', 'failed')
    and not exists (
        select from embargowatch.articles newer where newer.url = articles.url and newer.revision > articles.revision
    )
