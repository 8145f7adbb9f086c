-- Where a person refused what told it, those who were told of it are to know.
update embargowatch.stories set
    to_merge = false,
    to_tell = correction <> '',
    withdrawn_at = case when correction <> '' then %(now)s else withdrawn_at end,
    changed_at = case when correction <> '' then %(now)s else changed_at end
where id = %(id)s
