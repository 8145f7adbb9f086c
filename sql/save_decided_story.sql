update embargowatch.stories set to_tell = false, by_replay = false where id = %(id)s
