-- By slug. A row that a person edited is left alone. A new address is a new source; it, and one that is enabled
-- again, is first seen now, so that what it published before is not mailed as news. A source that has moved for good
-- stays where it moved to while the file still has the address it moved from.
insert into embargowatch.feeds (
    slug, name, url, kind, tier, country, language, group_name, enabled, disabled_reason, selectors, user_agent,
    user_agent_reason, unverified, first_seen, next_poll_at, state_since
) values %s
on conflict (slug) do update set
    name = excluded.name,
    url = case when excluded.url = feeds.moved_from then feeds.url else excluded.url end,
    moved_from = case when excluded.url = feeds.moved_from then feeds.moved_from else '' end,
    kind = excluded.kind,
    tier = excluded.tier,
    country = excluded.country,
    language = excluded.language,
    group_name = excluded.group_name,
    enabled = excluded.enabled,
    disabled_reason = excluded.disabled_reason,
    selectors = excluded.selectors,
    user_agent = excluded.user_agent,
    user_agent_reason = excluded.user_agent_reason,
    unverified = excluded.unverified,
    first_seen = case when excluded.url not in (feeds.url, feeds.moved_from) or (excluded.enabled and not feeds.enabled)
        then excluded.first_seen else feeds.first_seen end,
    retired_at = case when excluded.url in (feeds.url, feeds.moved_from) and not (excluded.enabled and not feeds.enabled)
        then feeds.retired_at end,
    etag = case when excluded.url in (feeds.url, feeds.moved_from) then feeds.etag else '' end,
    last_modified = case when excluded.url in (feeds.url, feeds.moved_from) then feeds.last_modified else '' end,
    body_sha256 = case when excluded.url in (feeds.url, feeds.moved_from)
        and excluded.selectors is not distinct from feeds.selectors then feeds.body_sha256 else '' end,
    failures = case when excluded.url in (feeds.url, feeds.moved_from) then feeds.failures else 0 end,
    next_poll_at = case when excluded.url in (feeds.url, feeds.moved_from)
        then feeds.next_poll_at else excluded.next_poll_at end,
    state = case when excluded.url in (feeds.url, feeds.moved_from) then feeds.state else 'unverified' end,
    state_reason = case when excluded.url in (feeds.url, feeds.moved_from) then feeds.state_reason else '' end,
    state_since = case when excluded.url in (feeds.url, feeds.moved_from)
        then feeds.state_since else excluded.state_since end
where feeds.edited_at is null
