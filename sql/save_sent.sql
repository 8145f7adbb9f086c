update embargowatch.alerts set state = 'sent', reason = '', sent_at = %(now)s where id = any (%(ids)s)
