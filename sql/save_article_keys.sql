insert into embargowatch.article_keys (key, at, article_id) values %s
