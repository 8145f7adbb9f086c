-- By a person, so that the file does not switch it back. Who comes back is a subscriber from then on, not of what was missed.
update embargowatch.subscriptions
set enabled = %(enabled)s, edited_at = %(now)s,
    since = case when %(enabled)s and not enabled then %(now)s else since end
where id = %(id)s
