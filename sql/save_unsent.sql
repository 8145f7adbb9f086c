update embargowatch.alerts set
    state = 'waiting', reason = %(reason)s, attempts = %(attempts)s, next_try_at = %(next_try_at)s
where id = any (%(ids)s)
