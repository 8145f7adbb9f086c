-- Of a transaction that this server has not begun: the cursor is from before a restore, or of another server.
select %(changed_in)s::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as ahead
