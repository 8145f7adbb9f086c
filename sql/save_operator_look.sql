insert into embargowatch.operator_looks (looked_at, message_id) values (%(now)s, %(message_id)s)
on conflict (looked_at) do nothing
