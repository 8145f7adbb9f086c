-- The server fell silent after the mail was on its way: stays `sending`, so that the next try says that it may be a repeat.
update embargowatch.alerts set reason = %(reason)s, next_try_at = %(next_try_at)s
where id = any (%(ids)s)
