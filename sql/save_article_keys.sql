-- From now on others find the article; in place of the keys and the news that it had before.
with told as (
    update embargowatch.article_profiles set topics = %(topics)s::text[], records = %(records)s
    where article_id = %(article_id)s
),
gone as (
    delete from embargowatch.article_keys where article_id = %(article_id)s
)
insert into embargowatch.article_keys (key, at, article_id)
select key, %(at)s, %(article_id)s from unnest(%(keys)s::bigint[]) key
