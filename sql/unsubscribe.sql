-- Marked as edited by a person: the subscribers file does not switch it on again.
update embargowatch.subscriptions set enabled = false, edited_at = %(now)s where id = %(id)s and enabled
