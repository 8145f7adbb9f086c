insert into embargowatch.stories (
    topic, headline, stage, record, parties, first_seen, last_seen, published, news_from, news_until, background,
    origins, steps, support, disagreements, changed_at, by_replay, to_tell, to_merge
) values (
    %(topic)s, %(headline)s, %(stage)s, %(record)s, %(parties)s::text[], %(first_seen)s, %(last_seen)s, %(published)s,
    %(news_from)s, %(news_until)s, %(background)s,
    %(origins)s, %(steps)s, %(support)s, %(disagreements)s, %(now)s, %(by_replay)s, true, false
)
returning id
