select pg_advisory_unlock(hashtext('embargowatch feeds'), id::integer) from unnest(%(ids)s::bigint[]) as id
