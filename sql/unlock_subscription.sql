select pg_advisory_unlock(hashtextextended('embargowatch subscription ' || %(subscription_id)s, 0))
