-- The stories that fit a filter and have its words (store/story_filter.py), the newest first, from a cursor on. What is
-- empty or null asks for nothing. A story was in the news from its first article's day to its last one's.
select f.story_id as id, f.last_seen
from embargowatch.story_search f
join embargowatch.stories s on s.id = f.story_id
where (%(withdrawn)s or s.withdrawn_at is null)
  and (%(story_ids)s::bigint[] = '{}' or f.story_id = any(%(story_ids)s::bigint[]))
  and (not %(asks_words)s or f.words @@ embargowatch.query_of(%(words)s, %(phrases)s, %(without)s))
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
limit %(limit)s
