update embargowatch.subscriptions set cadence = %(cadence)s
where
    email = %(email)s
    and channel = %(channel)s
    and label = %(label)s
    and cadence <> %(cadence)s
    and edited_at is null
    and not exists (
        select from embargowatch.subscriptions other
        where
            other.email = %(email)s and other.channel = %(channel)s and other.label = %(label)s
            and other.cadence = %(cadence)s
    )
