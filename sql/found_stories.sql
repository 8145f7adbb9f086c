-- Stories that fit a filter (store/story_filter.py) and have the words, a page at a time from a cursor on: the newest
-- first, or those that say it best among the newest that fit. What is empty or null asks for nothing.
with fitting as (
    select f.story_id, f.last_seen, f.words
    from embargowatch.story_search f
    where (not %(asks_words)s or f.words @@ embargowatch.query_of(%(words)s, %(phrases)s, %(without)s))
      and (%(topic)s = '' or f.topic = %(topic)s)
      and (%(stages)s::text[] = '{}' or f.stage = any(%(stages)s::text[]) or f.stage_detail = any(%(stages)s::text[]))
      and (%(modalities)s::text[] = '{}' or f.modality = any(%(modalities)s::text[]))
      and (%(countries)s::text[] = '{}' or f.parties && %(countries)s::text[])
      and (%(categories)s::text[] = '{}' or f.categories && %(categories)s::text[])
      and (%(measures)s::text[] = '{}' or f.measures && %(measures)s::text[])
      and (%(programs)s::text[] = '{}' or f.programs && %(programs)s::text[])
      and (%(target)s = '' or exists (select from unnest(f.target_names) as name where name ilike %(target)s))
      and (%(since)s::date is null or f.news_until >= %(since)s::date)
      and (%(until)s::date is null or f.news_from < %(until)s::date + 1)
      and (%(background)s::boolean is null or f.background = %(background)s::boolean)
      and (%(min_confidence)s::real is null or f.confidence >= %(min_confidence)s::real)
      and (%(tiers)s::text[] = '{}' or f.tiers && %(tiers)s::text[])
      and (%(official)s::boolean is null or %(official)s::boolean = ('official' = any(f.tiers)))
      and (%(before)s::timestamptz is null or (f.last_seen, f.story_id) < (%(before)s::timestamptz, %(before_id)s::bigint))
    order by f.last_seen desc, f.story_id desc
    limit %(most)s
),
ranked as (
    select story_id, last_seen,
           case when %(by_relevance)s
               then (1e6 * ts_rank(words, embargowatch.query_of(%(words)s, %(phrases)s, %(without)s)))::bigint
               else 0 end as score
    from fitting
)
select s.id, s.topic, s.headline, s.stage, s.record, s.first_seen, s.last_seen, s.published, s.background, r.score
from ranked r
join embargowatch.stories s on s.id = r.story_id
where %(below)s::bigint is null or (r.score, r.story_id) < (%(below)s::bigint, %(below_id)s::bigint)
order by r.score desc, case when %(by_relevance)s then null else r.last_seen end desc, r.story_id desc
limit %(limit)s
