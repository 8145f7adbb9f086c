-- What linking keeps of the same articles: profiles of the size that real ones have, and keys. Of an article's keys, 16
-- are shared with the two or three that print the same text, 10 with all that tell the story, and 12 are drawn from
-- those of real articles, so that everything that is linked finds thousands that share a key with it.
create temporary table sketches on commit drop as
select story, copied, array_agg((hashtextextended('sketch ' || i, story * 7 + copied) & 4294967295)) as signature
from events, generate_series(0, 6) copied, generate_series(1, 64) i
group by story, copied;

create temporary table profiles on commit drop as
select
    story,
    jsonb_build_object(
        'countries', case when is_sanction then jsonb_build_object(sender, 1.4, target_country, 1.6)
                     else jsonb_build_object(supplier, 1.4, recipient, 1.6) end,
        'systems', case when is_sanction then '{}' else jsonb_build_object(lower(weapon), 1.8) end,
        'names', (
            select jsonb_object_agg(left(letters, 6) || ' ' || substr(letters, 8, 7), 2.0 / i)
            from generate_series(1, 15) i, translate(md5(story || 'name' || i), '0123456789', 'ghijklmnop') letters
        ),
        'numbers', (
            select jsonb_object_agg(pg_temp.draw(story, 'number' || i, 2, 4000), 0.7) from generate_series(1, 6) i
        ),
        'amounts', jsonb_build_object(pg_temp.draw(story, 'value', 20, 6000) * 1000000 || ' USD', 1.4),
        'words', (
            select jsonb_object_agg((%(words)s::text[])[pg_temp.draw(story, 'word' || i, 1, %(n_words)s)], 0.4 + 1.0 / i)
            from generate_series(1, 60) i
        ),
        'references', '[]'::jsonb
    ) as profile
from events;

insert into embargowatch.article_profiles (
    article_id, content_key, published, topics, profile, signature, credit, records
)
select
    n, left(md5(n::text), 16), published, array[case when told.is_sanction then 'sanctions' else 'arms_deals' end],
    profile, signature, '', jsonb_build_array(record)
from told
join profiles using (story)
join records using (story)
join sketches s on s.story = told.story and s.copied = n %% 7;

insert into embargowatch.article_keys (key, at, article_id)
select k.key, published, n
from told, lateral (
    select hashint8extended(story * 7 + n %% 7, i) from generate_series(1, 16) i
    union all
    select hashint8extended(story, 100 + i) from generate_series(1, 10) i
    union all
    select (%(keys)s::bigint[])[
        (%(n_keys)s ^ ((hashint8extended(n, 200 + i) & 2147483647)::float8 / 2147483648))::integer
    ]
    from generate_series(1, 12) i
) k (key);


-- What the desk searches by, with a few hundred words of its articles for each story.
insert into embargowatch.story_search (
    story_id, topic, stage, stage_detail, modality, background, parties, categories, measures, programs, target_names,
    confidence, news_from, news_until, last_seen, tiers, article_words, words
)
select
    id, topic, stage, stage_detail, modality, background, parties, categories, measures, programs, target_names,
    confidence, news_from, news_until, last_seen, '{press}', said.words,
    embargowatch.words_of_record(headline, record) || said.words
from embargowatch.stories
cross join lateral (
    select to_tsvector('simple', string_agg((%(words)s::text[])[pg_temp.draw(id, 'said' || i, 1, %(n_words)s)], ' ')) as words
    from generate_series(1, 400) i
) said
where id between %(after)s / 20 + 1 and %(until)s / 20;
