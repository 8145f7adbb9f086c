update embargowatch.stories set to_tell = false, by_replay = false, correction = '' where id = %(id)s
