-- As a person says it is; a rejected one counts again. How many it was: 0 for one that is not there.
with corrected as (
    update embargowatch.sanctions set
        corrected = %(corrected)s, rejected_at = null, rejected_by = %(by)s, reject_reason = %(reason)s
    where id = %(id)s
    returning id
),
marked as (
    update embargowatch.stories s set to_merge = true, correction = %(reason)s
    from embargowatch.story_articles l, corrected r
    where l.story_id = s.id and l.sanction_id = r.id
)
select count(*) as n from corrected
