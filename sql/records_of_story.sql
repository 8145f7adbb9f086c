-- Also those that a person rejected.
select r.type, r.id, r.summary, r.quote, r.rejected_at, r.rejected_by, r.reject_reason, r.corrected, a.url
from embargowatch.story_articles l
join lateral (
    select 'sanction' as type, s.id, s.summary, s.quote, s.rejected_at, s.rejected_by, s.reject_reason,
           s.corrected is not null as corrected
    from embargowatch.sanctions s
    where s.id = l.sanction_id
    union all
    select 'arms_deal', d.id, d.summary, d.quote, d.rejected_at, d.rejected_by, d.reject_reason,
           d.corrected is not null
    from embargowatch.arms_deals d
    where d.id = l.arms_deal_id
) r on true
join embargowatch.articles a on a.id = l.article_id
where l.story_id = %(story_id)s
order by r.type, r.id
