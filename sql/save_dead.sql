update embargowatch.alerts set state = 'dead', reason = %(reason)s where id = any (%(ids)s)
