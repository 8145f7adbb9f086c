-- One whose block in the file has a fault has not vanished: it goes on as it was.
update embargowatch.subscriptions set enabled = false
where
    enabled
    and edited_at is null
    and concat_ws(' ', email, channel, cadence, label) <> all (%(kept)s::text[])
    and lower(email) <> all (%(faulty)s::text[])
