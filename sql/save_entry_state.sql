-- Whoever was not waiting for its first page was asked for again: one retry less.
update embargowatch.entries set
    retries = case when state = 'to_scrape' then retries else retries + 1 end,
    retry_at = null,
    state = %(state)s,
    failure_kind = %(failure_kind)s,
    reason = %(reason)s,
    attempts = %(attempts)s,
    next_try_at = coalesce(%(next_try_at)s, next_try_at)
where id = %(id)s
