-- Every source with how it is doing, and the last thing that went wrong with it.
select
    f.slug, f.url, f.kind, f.tier, f.enabled, f.disabled_reason, f.unverified, f.state,
    f.state_reason, f.state_since, f.newest_at, coalesce(bad.reason, '') as last_error
from embargowatch.feeds f
left join lateral (
    select s.reason
    from embargowatch.feed_states s
    where
        s.feed_id = f.id
        and s.reason <> ''
        and s.state in (
            'gone', 'unreachable', 'blocked', 'consent_wall', 'not_a_feed', 'broken', 'empty', 'stale', 'unverified'
        )
    order by s.since desc, s.id desc
    limit 1
) bad on true
order by f.slug
