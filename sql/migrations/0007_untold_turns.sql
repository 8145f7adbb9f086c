-- A state that was written down while somebody looked may have begun before the look: each says itself whether it
-- was looked through for the operator.
alter table embargowatch.feed_states add column looked_at timestamptz;
update embargowatch.feed_states
set looked_at = last.looked_at
from (select max(looked_at) as looked_at from embargowatch.operator_looks) last
where since <= last.looked_at;

alter table embargowatch.feeds drop column moved_at;
