-- By slug. A row that a person edited is left alone. A new address is a new source; it, and one that is enabled
-- again, is first seen now, so that what it published before is not mailed as news.
insert into embargowatch.feeds (
    slug, name, url, kind, tier, country, language, group_name, enabled, disabled_reason, selectors, user_agent,
    first_seen, next_poll_at, state_since
) values %s
on conflict (slug) do update set
    name = excluded.name,
    url = excluded.url,
    kind = excluded.kind,
    tier = excluded.tier,
    country = excluded.country,
    language = excluded.language,
    group_name = excluded.group_name,
    enabled = excluded.enabled,
    disabled_reason = excluded.disabled_reason,
    selectors = excluded.selectors,
    user_agent = excluded.user_agent,
    first_seen = case when excluded.url <> feeds.url or (excluded.enabled and not feeds.enabled)
        then excluded.first_seen else feeds.first_seen end,
    etag = case when excluded.url = feeds.url then feeds.etag else '' end,
    last_modified = case when excluded.url = feeds.url then feeds.last_modified else '' end,
    body_sha256 = case when excluded.url = feeds.url and excluded.selectors is not distinct from feeds.selectors
        then feeds.body_sha256 else '' end,
    failures = case when excluded.url = feeds.url then feeds.failures else 0 end,
    next_poll_at = case when excluded.url = feeds.url then feeds.next_poll_at else excluded.next_poll_at end,
    state = case when excluded.url = feeds.url then feeds.state else 'unverified' end,
    state_reason = case when excluded.url = feeds.url then feeds.state_reason else '' end,
    state_since = case when excluded.url = feeds.url then feeds.state_since else excluded.state_since end
where feeds.edited_at is null
