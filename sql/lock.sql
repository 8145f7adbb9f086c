-- One at a time, until the transaction ends.
select pg_advisory_xact_lock(hashtextextended('embargowatch ' || %(name)s, 0))
