-- Unless it is asked for already.
update embargowatch.entries set retry_at = %(retry_at)s where id = %(id)s and state <> 'to_scrape'
