-- Due, and not asked since this run began. With "everything", due or not.
select
    id, slug, name, url, kind, tier, country, language, group_name, selectors, user_agent, etag, last_modified,
    body_sha256, first_seen, newest_at, n_entries, failures, state, state_reason, state_since
from embargowatch.feeds
where
    enabled
    and (next_poll_at <= %(now)s or %(everything)s)
    and (polled_at is null or polled_at < %(now)s)
    and (%(tiers)s::text[] is null or tier = any (%(tiers)s))
order by next_poll_at, id
limit %(limit)s
for update skip locked
