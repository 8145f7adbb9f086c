update embargowatch.subscriptions set enabled = false
where enabled and edited_at is null and concat_ws(' ', email, channel, cadence) <> all (%(kept)s::text[])
