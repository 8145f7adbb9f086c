update embargowatch.subscriptions set muted_until = %(until)s where id = %(id)s
