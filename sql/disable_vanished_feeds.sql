update embargowatch.feeds
set enabled = false, disabled_reason = %(reason)s
where enabled and edited_at is null and slug <> all (%(slugs)s)
