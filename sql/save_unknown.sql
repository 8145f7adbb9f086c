-- The server fell silent after the mail was on its way: stays `sending`, so that the next try says that it may be a repeat.
update embargowatch.alerts set reason = %(reason)s
where id = any (%(ids)s)
