delete from embargowatch.article_keys where article_id = %(article_id)s
