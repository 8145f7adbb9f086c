update embargowatch.articles set to_tell = false where id = %(id)s
