-- Those of the articles nearest to it; those that share both sides, or a name, within the record's reach; and those that
-- share anything within days. Also one that nothing tells just now: of an article that was edited or is judged again.
-- Those that share the most come first, then those nearest in time: the rest are not compared.
with found as (
    select id from unnest(%(near)s::bigint[]) as near (id)
    union
    select both_sides.id
    from unnest(%(ours)s::text[], %(theirs)s::text[]) as pair (ours, theirs)
    cross join lateral (
        select s.id from embargowatch.stories s
        where
            s.topic = %(topic)s and s.parties @> array[pair.ours, pair.theirs]
            and s.news_until >= %(since)s and s.news_from <= %(until)s
    ) both_sides
    union
    select s.id from embargowatch.stories s
    where
        s.topic = %(topic)s and s.parties && %(names)s::text[]
        and s.news_until >= %(since)s and s.news_from <= %(until)s
    union
    select s.id from embargowatch.stories s
    where
        s.topic = %(topic)s and s.parties && %(parties)s::text[]
        and s.news_until >= %(days_before)s and s.news_from <= %(days_after)s
)
select s.id, s.record, s.background, s.news_from, s.news_until
from found
join embargowatch.stories s using (id)
where
    s.topic = %(topic)s
    and s.parties && %(parties)s::text[]
    and s.news_until >= %(since)s
    and s.news_from <= %(until)s
    and not exists (
        select from embargowatch.story_articles l where l.story_id = s.id and l.article_id = %(article_id)s
    )
order by
    s.id = any(%(near)s::bigint[]) desc,
    cardinality(array(select unnest(s.parties) intersect select unnest(%(parties)s::text[]))) desc,
    greatest(s.news_from - %(at)s, %(at)s - s.news_until, interval '0'), s.news_until desc, s.id
limit %(most)s
