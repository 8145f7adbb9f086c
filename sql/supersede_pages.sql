-- Only the newest page of an entry is read.
update embargowatch.pages set state = 'superseded'
where entry_id = %(entry_id)s and id <> %(id)s and state = 'to_clean'
