-- Who holds it is the one that sends: rows found in 'sending' while it is free belong to a dead sender.
select pg_try_advisory_lock(hashtextextended('embargowatch subscription ' || %(subscription_id)s, 0)) as locked
