-- The page has not changed; the feed's words have, and they may stand in for it.
update embargowatch.pages set state = 'to_clean', state_reason = '', replayed = false
where id = (
    select id from embargowatch.pages where entry_id = %(entry_id)s order by fetched_at desc, id desc limit 1
)
