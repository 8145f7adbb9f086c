update embargowatch.articles set state = %(state)s, state_reason = %(reason)s where id = %(id)s
