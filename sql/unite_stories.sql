-- Everything that told one story tells the other, and whoever was told of it was told of that one.
with told as (
    update embargowatch.alerts a set story_id = %(kept)s
    where a.story_id = %(gone)s and not exists (
        select from embargowatch.alerts b
        where b.story_id = %(kept)s and b.subscription_id = a.subscription_id and b.told_hash = a.told_hash
          and b.before_hash = a.before_hash and b.kind = a.kind
    )
),
double as (
    delete from embargowatch.story_articles l
    where l.story_id = %(gone)s and l.sanction_id is null and l.arms_deal_id is null and exists (
        select from embargowatch.story_articles k where k.story_id = %(kept)s and k.article_id = l.article_id
    )
),
moved as (
    update embargowatch.story_articles l set story_id = %(kept)s
    where l.story_id = %(gone)s and (
        l.sanction_id is not null or l.arms_deal_id is not null or not exists (
            select from embargowatch.story_articles k where k.story_id = %(kept)s and k.article_id = l.article_id
        )
    )
)
update embargowatch.stories set to_merge = true where id in (%(kept)s, %(gone)s)
