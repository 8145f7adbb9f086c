-- The newest stories first, a page at a time from a cursor. A story fits when each word asked for is in its
-- headline, its record, its parties or the title of one of its articles.
select s.id, s.topic, s.headline, s.stage, s.record, s.first_seen, s.last_seen, s.published, s.background
from embargowatch.stories s
where (%(topic)s = '' or s.topic = %(topic)s)
  and (%(before)s::timestamptz is null or (s.last_seen, s.id) < (%(before)s::timestamptz, %(before_id)s::bigint))
  and not exists (
      select from unnest(%(patterns)s::text[]) as asked (pattern)
      where not (
          s.headline ilike asked.pattern
          or s.record::text ilike asked.pattern
          or exists (
              select
              from embargowatch.story_articles sa
              join embargowatch.articles a on a.id = sa.article_id
              where sa.story_id = s.id and a.title ilike asked.pattern
          )
      )
  )
order by s.last_seen desc, s.id desc
limit %(limit)s
