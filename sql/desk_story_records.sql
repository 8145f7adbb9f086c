-- Each record that tells one of these stories, beside its article (newest revision that was read), the outlet that
-- carries it (the official one if several do), and its evidence. Of the text only what is around the quote.
with told as (
    select sa.story_id, sa.article_id, 'sanction' as type, to_jsonb(r) as record, r.quote,
           sa.sanction_id, sa.arms_deal_id
    from embargowatch.story_articles sa
    join embargowatch.sanctions r on r.id = sa.sanction_id
    where sa.story_id = any(%(story_ids)s)
    union all
    select sa.story_id, sa.article_id, 'arms_deal', to_jsonb(r), r.quote,
           sa.sanction_id, sa.arms_deal_id
    from embargowatch.story_articles sa
    join embargowatch.arms_deals r on r.id = sa.arms_deal_id
    where sa.story_id = any(%(story_ids)s)
)
select t.story_id, t.article_id, t.type, t.record, a.url, a.title, a.language, a.published, a.status,
       a.reason, a.revision, p.fetched_at, p.sha256, coalesce(o.name, '') as outlet, coalesce(o.tier, 'general') as tier,
       q.place as text_start,
       case when q.found > 0 then substr(a.text, q.place + 1, length(t.quote) + 2 * %(around)s) else '' end as text,
       coalesce(e.passages, '[]') as evidence
from told t
join embargowatch.articles a on a.id = t.article_id
join embargowatch.pages p on p.id = a.page_id
cross join lateral (select strpos(a.text, t.quote) as found) found
cross join lateral (select found.found, greatest(found.found - 1 - %(around)s, 0) as place) q
left join lateral (
    select f.name, f.tier
    from embargowatch.entry_feeds ef
    join embargowatch.feeds f on f.id = ef.feed_id
    where ef.entry_id = a.entry_id
    order by (f.tier = 'official') desc, ef.seen_at, f.id
    limit 1
) o on true
left join lateral (
    select jsonb_agg(
        jsonb_build_object('field', v.field, 'in', v.located, 'start', v.starts, 'end', v.ends, 'quote', v.quote)
        order by v.field, v.position
    ) as passages
    from embargowatch.evidence v
    where v.sanction_id = t.sanction_id or v.arms_deal_id = t.arms_deal_id
) e on true
where not exists (
    select from embargowatch.articles newer
    where newer.url = a.url and newer.revision > a.revision and newer.state = 'done'
)
order by t.story_id, (o.tier = 'official') desc nulls last, a.published nulls last, a.id
