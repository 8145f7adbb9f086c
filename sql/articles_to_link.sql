-- Oldest news first, so that the same articles make the same stories whenever they came in.
select
    id, url, revision, title, text, published, created_at, replayed, state_reason,
    array(
        select distinct v.topic from embargowatch.verdicts v where v.article_id = articles.id and v.relevant
    ) as topics
from embargowatch.articles
where state = 'to_link'
order by published nulls last, url, revision
limit %(limit)s
for update skip locked
