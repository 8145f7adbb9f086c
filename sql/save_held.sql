update embargowatch.alerts set state = 'held', reason = %(reason)s where id = any (%(ids)s)
