update embargowatch.stories set to_merge = false, to_tell = false where id = %(id)s
