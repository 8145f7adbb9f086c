-- How many it was: 0 for one that is not there, or was rejected before.
with rejected as (
    update embargowatch.arms_deals set rejected_at = %(now)s, rejected_by = %(by)s, reject_reason = %(reason)s
    where id = %(id)s and rejected_at is null
    returning id
),
marked as (
    update embargowatch.stories s set to_merge = true, correction = %(reason)s
    from embargowatch.story_articles l, rejected r
    where l.story_id = s.id and l.arms_deal_id = r.id
)
select count(*) as n from rejected
