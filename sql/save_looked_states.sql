update embargowatch.feed_states set looked_at = %(now)s where id = any (%(ids)s)
