-- The newest page of each entry whose article was published (else seen) in these days, both in, UTC.
update embargowatch.pages set state = 'to_clean', state_reason = '', replayed = true
from embargowatch.entries e
cross join lateral (
    select p.id from embargowatch.pages p where p.entry_id = e.id order by p.fetched_at desc, p.id desc limit 1
) newest
cross join lateral (
    select coalesce(
        (select a.published from embargowatch.articles a where a.entry_id = e.id order by a.revision desc limit 1),
        e.published,
        e.seen_at
    ) as day
) known
where
    pages.id = newest.id
    and pages.state <> 'to_clean'
    and known.day >= %(since)s::date
    and known.day < %(until)s::date + 1
