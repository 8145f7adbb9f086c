-- Every story with its merged record and the articles that tell it, newest first.
select s.id, s.topic, s.headline, s.stage, s.background, s.record,
       array_agg(distinct a.url) as urls,
       array_agg(distinct f.name) as outlets
from embargowatch.stories s
join embargowatch.story_articles sa on sa.story_id = s.id
join embargowatch.articles a on a.id = sa.article_id
join embargowatch.entry_feeds ef on ef.entry_id = a.entry_id
join embargowatch.feeds f on f.id = ef.feed_id
group by s.id
order by s.background, s.last_seen desc, s.id
