-- Unchanged for readers: not told. Changed by replay only: told to nobody.
update embargowatch.stories set
    headline = %(headline)s,
    stage = %(stage)s,
    record = %(record)s,
    parties = %(parties)s::text[],
    first_seen = %(first_seen)s,
    last_seen = %(last_seen)s,
    published = %(published)s,
    news_from = %(news_from)s,
    news_until = %(news_until)s,
    background = %(background)s,
    origins = %(origins)s,
    steps = %(steps)s,
    support = %(support)s,
    disagreements = %(disagreements)s,
    changed_at = %(now)s,
    by_replay = %(by_replay)s and (by_replay or not to_tell),
    to_tell = true,
    to_merge = false,
    withdrawn_at = null
where id = %(id)s
