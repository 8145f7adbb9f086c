update embargowatch.alerts set urgent = true
where story_id = %(story_id)s and state = 'waiting' and not urgent
