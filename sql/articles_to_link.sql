-- Oldest news first, so that the same articles make the same stories whenever they came in. With what is known of each
-- before it is linked, so that an article that nobody decided on, or that tells no story yet, costs no questions.
select
    a.id, a.url, a.revision, a.title, a.text, a.published, a.created_at, a.replayed, a.state_reason,
    array(select distinct v.topic from embargowatch.verdicts v where v.article_id = a.id and v.relevant) as topics,
    newest.revision as newest_revision, newest.state as newest_state,
    exists (
        select from embargowatch.story_articles l join embargowatch.articles r on r.id = l.article_id where r.url = a.url
    ) as linked_before,
    exists (
        select from embargowatch.story_decisions d where d.urls @> array[a.url] or d.others @> array[a.url]
    ) as decided,
    exists (
        select from embargowatch.entry_feeds ef join embargowatch.feeds f on f.id = ef.feed_id
        where ef.entry_id = a.entry_id and f.tier = 'official'
    ) as official,
    p.content_key, p.profile, p.signature, p.credit
from embargowatch.articles a
cross join lateral (
    select b.revision, b.state from embargowatch.articles b where b.url = a.url order by b.revision desc limit 1
) newest
left join embargowatch.article_profiles p on p.article_id = a.id
where a.state = 'to_link'
order by a.published nulls last, a.url, a.revision
limit %(limit)s
for update of a skip locked
