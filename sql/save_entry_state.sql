update embargowatch.entries set
    state = %(state)s,
    failure_kind = %(failure_kind)s,
    reason = %(reason)s,
    attempts = %(attempts)s,
    next_try_at = coalesce(%(next_try_at)s, next_try_at)
where id = %(id)s
