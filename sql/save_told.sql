update embargowatch.alerts set told = %(told)s where id = any (%(ids)s)
