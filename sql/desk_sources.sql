-- Every feed with what it gave; who needs a look comes first.
select f.id, f.slug, f.name, f.url, f.kind, f.tier, f.country, f.language, f.group_name, f.enabled,
       f.disabled_reason, f.unverified, f.state, f.state_reason, f.state_since, f.newest_at, f.polled_at, f.next_poll_at,
       f.failures, coalesce(n.entries, 0) as entries, coalesce(n.articles, 0) as articles,
       coalesce(n.summaries, 0) as summaries, coalesce(n.failed, 0) as failed
from embargowatch.feeds f
left join (
    select ef.feed_id, count(*) as entries,
           count(*) filter (where a.status = 'ok') as articles,
           count(*) filter (where a.status <> 'ok') as summaries,
           count(*) filter (where e.failure_kind <> '') as failed
    from embargowatch.entry_feeds ef
    join embargowatch.entries e on e.id = ef.entry_id
    left join lateral (
        select newest.status
        from embargowatch.articles newest
        where newest.entry_id = e.id
        order by newest.revision desc
        limit 1
    ) a on true
    group by ef.feed_id
) n on n.feed_id = f.id
order by f.enabled desc, f.state in ('ok', 'quiet', 'unverified'), f.tier <> 'official', f.name, f.id
