-- An article that says nothing of any topic has nothing to link, unless it had before. An article about a topic that gave no record is told
-- as not read by the machine, unless it was judged again by replay.
update embargowatch.articles a set
    state = case when made.any_record or %(any_gone)s or exists (
        select
        from embargowatch.story_articles l
        join embargowatch.articles r on r.id = l.article_id
        where r.url = a.url
    ) or exists (select from embargowatch.verdicts v where v.article_id = a.id and v.score > 0) then 'to_link' else 'done' end,
    state_reason = %(reason)s,
    to_tell = not made.any_record and not a.replayed and exists (
        select from embargowatch.verdicts v where v.article_id = a.id and v.relevant and v.judged_at = (
            select max(judged_at) from embargowatch.verdicts where article_id = a.id
        )
    )
from (
    select
        exists (select from embargowatch.sanctions where article_id = %(id)s)
        or exists (select from embargowatch.arms_deals where article_id = %(id)s) as any_record
) made
where a.id = %(id)s
returning a.state
