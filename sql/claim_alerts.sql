update embargowatch.alerts set state = 'sending', message_id = %(message_id)s, attempts = attempts + 1
where id = any (%(ids)s)
