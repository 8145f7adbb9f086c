-- The stories that fit a filter (store/story_filter.py), the newest first, from a cursor on. What is empty or null asks
-- for nothing. A story was in the news from its first article's day to its last one's.
select s.id, s.last_seen
from embargowatch.stories s
where (%(withdrawn)s or s.withdrawn_at is null)
  and (%(story_ids)s::bigint[] = '{}' or s.id = any(%(story_ids)s::bigint[]))
  and (%(topic)s = '' or s.topic = %(topic)s)
  and (%(stages)s::text[] = '{}' or s.stage = any(%(stages)s::text[]) or s.stage_detail = any(%(stages)s::text[]))
  and (%(modalities)s::text[] = '{}' or s.modality = any(%(modalities)s::text[]))
  and (%(countries)s::text[] = '{}' or s.parties && %(countries)s::text[])
  and (%(categories)s::text[] = '{}' or s.categories && %(categories)s::text[])
  and (%(measures)s::text[] = '{}' or s.measures && %(measures)s::text[])
  and (%(programs)s::text[] = '{}' or s.programs && %(programs)s::text[])
  and (%(target)s = '' or exists (select from unnest(s.target_names) as name where name ilike %(target)s))
  and (%(since)s::date is null or s.news_until >= %(since)s::date)
  and (%(until)s::date is null or s.news_from < %(until)s::date + 1)
  and (%(background)s::boolean is null or s.background = %(background)s::boolean)
  and (%(min_confidence)s::real is null or s.confidence >= %(min_confidence)s::real)
  and (%(tiers)s::text[] = '{}' or exists (
      select
      from embargowatch.story_articles l
      join embargowatch.articles a on a.id = l.article_id
      join embargowatch.entry_feeds ef on ef.entry_id = a.entry_id
      join embargowatch.feeds f on f.id = ef.feed_id
      where l.story_id = s.id and f.tier = any(%(tiers)s::text[])
  ))
  and (%(official)s::boolean is null or %(official)s::boolean = exists (
      select
      from embargowatch.story_articles l
      join embargowatch.articles a on a.id = l.article_id
      join embargowatch.entry_feeds ef on ef.entry_id = a.entry_id
      join embargowatch.feeds f on f.id = ef.feed_id
      where l.story_id = s.id and f.tier = 'official'
  ))
  and (%(before)s::timestamptz is null or (s.last_seen, s.id) < (%(before)s::timestamptz, %(before_id)s::bigint))
order by s.last_seen desc, s.id desc
limit %(limit)s
