-- What told a story at a moment: of each of its articles the newest revision that was there, with its records, the
-- outlet that carried it by then, the page it was read from, and the passages. If that revision's records are no longer
-- the story's, because it was edited since, those with the same key fields count, else all of its topic.
with linked as (
    select a.url, a.id as article_id, coalesce(s.fingerprint, d.fingerprint) as fingerprint, l.sanction_id, l.arms_deal_id
    from embargowatch.story_articles l
    join embargowatch.articles a on a.id = l.article_id
    left join embargowatch.sanctions s on s.id = l.sanction_id
    left join embargowatch.arms_deals d on d.id = l.arms_deal_id
    where l.story_id = %(story_id)s
),
there as (
    select distinct on (a.url) a.*
    from embargowatch.articles a
    where a.url in (select url from linked) and a.created_at < %(moment)s
    order by a.url, a.revision desc
),
records as (
    select 'sanction' as type, r.id, r.article_id, r.fingerprint, to_jsonb(r) as record, r.rejected_at
    from embargowatch.sanctions r
    where r.article_id in (select id from there) and exists (select from linked where sanction_id is not null)
    union all
    select 'arms_deal', r.id, r.article_id, r.fingerprint, to_jsonb(r), r.rejected_at
    from embargowatch.arms_deals r
    where r.article_id in (select id from there) and exists (select from linked where arms_deal_id is not null)
),
telling as (
    select
        r.*, t.url, t.title, t.published, t.created_at, t.language, t.status, t.reason, t.revision, t.entry_id, t.page_id,
        exists (select from linked k where k.article_id = r.article_id) as counts,
        exists (select from linked k where r.id = coalesce(k.sanction_id, k.arms_deal_id)) as is_linked,
        exists (select from linked k where k.url = t.url and k.fingerprint = r.fingerprint) as is_same
    from records r
    join there t on t.id = r.article_id
    where r.rejected_at is null or r.rejected_at >= %(moment)s
)
select
    r.type, r.record, r.url, r.title, r.published, r.created_at, r.language, r.status, r.reason, r.revision,
    p.fetched_at, p.sha256 as page_sha256, coalesce(f.name, substring(r.url from '://([^/]+)'), '') as outlet,
    coalesce(f.tier, 'general') as tier, coalesce(e.passages, '[]') as evidence
from telling r
join embargowatch.pages p on p.id = r.page_id
left join lateral (
    select f.name, f.tier
    from embargowatch.entry_feeds ef
    join embargowatch.feeds f on f.id = ef.feed_id
    where ef.entry_id = r.entry_id and ef.seen_at < %(moment)s
    order by f.tier <> 'official', ef.seen_at, f.slug
    limit 1
) f on true
left join lateral (
    select jsonb_agg(
        jsonb_build_object('field', v.field, 'in', v.located, 'start', v.starts, 'end', v.ends, 'quote', v.quote)
        order by v.field, v.position
    ) as passages
    from embargowatch.evidence v
    where (r.type = 'sanction' and v.sanction_id = r.id) or (r.type = 'arms_deal' and v.arms_deal_id = r.id)
) e on true
where r.is_linked or (not r.counts and (r.is_same or not exists (
    select from telling other where other.article_id = r.article_id and other.is_same
)))
order by r.published nulls last, r.url, r.fingerprint
