-- Due, and not asked since this run began; from as many hosts as wait, so that a batch is not one host's queue. With
-- "everything", due or not, and also those that their servers have retired.
with due as (
    select id, row_number() over (partition by substring(url from '://([^/]+)') order by next_poll_at, id) as turn
    from embargowatch.feeds
    where
        enabled
        and (%(everything)s or (next_poll_at <= %(now)s and retired_at is null))
        and (polled_at is null or polled_at < %(now)s)
        and (%(tiers)s::text[] is null or tier = any (%(tiers)s))
)
select
    f.id, f.slug, f.name, f.url, f.kind, f.tier, f.country, f.language, f.group_name, f.selectors, f.user_agent,
    f.user_agent_reason, f.unverified, f.etag, f.last_modified, f.body_sha256, f.first_seen, f.newest_at, f.n_entries,
    f.failures, f.answer_s, f.state, f.state_reason, f.state_since, f.polled_at, f.next_poll_at, f.moved_from,
    f.retired_at is not null as retired
from embargowatch.feeds f
join due on due.id = f.id
-- Asked for again after the lock: another worker may just have asked it.
where (f.polled_at is null or f.polled_at < %(now)s) and (%(everything)s or f.next_poll_at <= %(now)s)
order by due.turn, f.next_poll_at, f.id
limit %(limit)s
for update of f skip locked
