-- Postgres cannot see that `state = 'to_link'` is among `state like 'to\_%'`: with 100,000 articles each claim read
-- them all.
drop index embargowatch.articles_state_id_idx;
create index articles_waiting on embargowatch.articles (state, id)
where state in ('to_classify', 'to_extract', 'to_link');
create index articles_to_tell on embargowatch.articles (id) where to_tell;

-- A story or an article that goes takes its alerts along, and an article is looked for among those that were told.
create index on embargowatch.alerts (story_id) where story_id is not null;
create index on embargowatch.alerts (article_id) where article_id is not null;

-- The desk's first page: all topics, newest first.
create index on embargowatch.stories (last_seen, id);
