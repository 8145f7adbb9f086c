-- With a record goes its link; the story it told is marked first.
with gone as (
    select id from embargowatch.sanctions where article_id = %(article_id)s and id <> all (%(kept)s::bigint[])
), marked as (
    update embargowatch.stories set to_merge = true
    where id in (select l.story_id from embargowatch.story_articles l join gone on gone.id = l.sanction_id)
)
delete from embargowatch.sanctions where id in (select id from gone)
