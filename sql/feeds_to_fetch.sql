-- Of those that were claimed, in the order in which they were, the ones that are still to be asked: another worker may
-- just have asked one and released it.
select
    f.id, f.slug, f.name, f.url, f.kind, f.tier, f.country, f.language, f.group_name, f.selectors, f.user_agent,
    f.user_agent_reason, f.unverified, f.etag, f.last_modified, f.body_sha256, f.first_seen, f.newest_at, f.n_entries,
    f.failures, f.answer_s, f.state, f.state_reason, f.state_since, f.polled_at, f.next_poll_at, f.moved_from,
    f.retired_at is not null as retired
from unnest(%(ids)s::bigint[]) with ordinality as claimed (id, place)
join embargowatch.feeds f on f.id = claimed.id
where (f.polled_at is null or f.polled_at < %(now)s) and (%(everything)s or f.next_poll_at <= %(now)s)
order by claimed.place
