-- Not to be told after all.
update embargowatch.alerts set state = 'held', reason = %(reason)s
where story_id = %(story_id)s and state = 'waiting' and kind <> 'correction'
