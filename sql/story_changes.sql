-- What changed after a cursor, each story once, in the order in which the transactions began; only of transactions before
-- which none is still under way, so that nothing can come to stand behind the cursor later.
select c.story_id, c.changed_in::text as changed_in, c.changed_at
from embargowatch.story_changes c
where (c.changed_in, c.story_id) > (%(changed_in)s::xid8, %(story_id)s::bigint)
  and c.changed_in < pg_snapshot_xmin(pg_current_snapshot())
  and not exists (
      select
      from embargowatch.story_changes later
      where later.story_id = c.story_id
        and later.changed_in > c.changed_in and later.changed_in < pg_snapshot_xmin(pg_current_snapshot())
  )
order by c.changed_in, c.story_id
limit %(limit)s
