-- One narrow row a story with all that the desk filters and searches by, so that no filter opens the record or the
-- articles. Kept by triggers, so that whoever changes a story, also by hand, keeps it right.
-- Without the extension unaccent, which not every server lets its users create.
create function embargowatch.folded(words text) returns text language sql immutable strict parallel safe as $$
    select case when words ~ '[^\x01-\x7f]' then
        translate(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'), 'łŁøØđĐıßæÆœŒ', 'lLoOdDisaAoO')
    else words end
$$;

create table embargowatch.story_search (
    story_id      bigint primary key references embargowatch.stories on delete cascade,
    topic         text not null,
    stage         text not null,
    stage_detail  text not null,
    modality      text not null,
    background    boolean not null,
    parties       text[] not null,
    categories    text[] not null,
    measures      text[] not null,
    programs      text[] not null,
    target_names  text[] not null,
    confidence    real,
    news_from     timestamptz not null,
    news_until    timestamptz not null,
    last_seen     timestamptz not null,
    tiers         text[] not null default '{}',          -- of the sources that tell it
    article_words tsvector not null default '',
    words         tsvector not null default ''           -- the record's, which weigh more, and the articles'
) with (toast_tuple_target = 256);                       -- the words lie outside: reading all rows stays cheap
create index on embargowatch.story_search (last_seen, story_id);
create index on embargowatch.story_search (topic, last_seen, story_id);
create index on embargowatch.story_search using gin (words);
create index on embargowatch.story_search using gin (parties);

create function embargowatch.words_of_record(headline text, record jsonb) returns tsvector
language sql immutable parallel safe as $$
    select setweight(to_tsvector('english', embargowatch.folded(concat_ws(
        ' ', headline, record ->> 'summary', record ->> 'quote', record ->> 'official_ref', record ->> 'list',
        record ->> 'authority', record ->> 'licence_no', array_to_string(embargowatch.texts_at(record, '$.targets[*].name'), ' '),
        array_to_string(embargowatch.texts_at(record, '$.targets[*].aliases[*]'), ' '),
        array_to_string(embargowatch.texts_at(record, '$.weapons[*].designation'), ' '),
        array_to_string(embargowatch.texts_at(record, '$.manufacturers[*]'), ' '),
        array_to_string(embargowatch.texts_at(record, '$.programs[*]'), ' ')
    ))), 'A')
$$;
create function embargowatch.words_of_article(article bigint) returns tsvector language sql stable as $$
    select to_tsvector('english', embargowatch.folded(title || ' ' || left(text, 10000)))
    from embargowatch.articles where id = article
$$;
create function embargowatch.tiers_of_story(story bigint) returns text[] language sql stable as $$
    select coalesce(array_agg(distinct f.tier), '{}')
    from embargowatch.story_articles l
    join embargowatch.articles a on a.id = l.article_id
    join embargowatch.entry_feeds ef on ef.entry_id = a.entry_id
    join embargowatch.feeds f on f.id = ef.feed_id
    where l.story_id = story
$$;
create aggregate embargowatch.all_words (tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '');

create function embargowatch.search_story() returns trigger language plpgsql as $$
begin
    insert into embargowatch.story_search as kept (
        story_id, topic, stage, stage_detail, modality, background, parties, categories, measures, programs,
        target_names, confidence, news_from, news_until, last_seen, words
    ) values (
        new.id, new.topic, new.stage, new.stage_detail, new.modality, new.background, new.parties, new.categories,
        new.measures, new.programs, new.target_names, new.confidence, new.news_from, new.news_until, new.last_seen,
        embargowatch.words_of_record(new.headline, new.record)
    )
    on conflict (story_id) do update set
        (topic, stage, stage_detail, modality, background, parties, categories, measures, programs, target_names,
         confidence, news_from, news_until, last_seen, words)
        = (excluded.topic, excluded.stage, excluded.stage_detail, excluded.modality, excluded.background,
           excluded.parties, excluded.categories, excluded.measures, excluded.programs, excluded.target_names,
           excluded.confidence, excluded.news_from, excluded.news_until, excluded.last_seen,
           excluded.words || kept.article_words);
    return null;
end
$$;
create trigger search_story after insert or update of
    topic, headline, stage, record, parties, news_from, news_until, last_seen, background
on embargowatch.stories for each row execute function embargowatch.search_story();

-- An article more is added to the words; they are gathered anew only when one goes. A story of hundreds of articles
-- has its words after some of them.
create function embargowatch.search_article() returns trigger language plpgsql as $$
declare
    added tsvector;
begin
    if tg_op = 'INSERT' then
        if (select count(*) from embargowatch.story_articles
            where story_id = new.story_id and article_id = new.article_id) > 1 then
            return null;
        end if;
        added := embargowatch.words_of_article(new.article_id);
        update embargowatch.story_search
        set article_words = article_words || added, words = words || added
        where story_id = new.story_id and length(article_words) < 20000;
        update embargowatch.story_search set tiers = embargowatch.tiers_of_story(new.story_id)
        where story_id = new.story_id;
        return null;
    end if;
    select embargowatch.all_words(embargowatch.words_of_article(article_id)) into added
    from (select distinct article_id from embargowatch.story_articles where story_id = old.story_id limit 100) told;
    update embargowatch.story_search f
    set article_words = added, words = embargowatch.words_of_record(s.headline, s.record) || added,
        tiers = embargowatch.tiers_of_story(s.id)
    from embargowatch.stories s
    where f.story_id = old.story_id and s.id = f.story_id;
    return null;
end
$$;
create trigger search_article after insert or delete on embargowatch.story_articles
for each row execute function embargowatch.search_article();

-- All anew: for stories from before this migration, and for rows that were written without triggers.
create function embargowatch.search_all() returns void language sql as $$
    insert into embargowatch.story_search
    select
        s.id, s.topic, s.stage, s.stage_detail, s.modality, s.background, s.parties, s.categories, s.measures, s.programs,
        s.target_names, s.confidence, s.news_from, s.news_until, s.last_seen, embargowatch.tiers_of_story(s.id),
        told.words, embargowatch.words_of_record(s.headline, s.record) || told.words
    from embargowatch.stories s
    cross join lateral (
        select embargowatch.all_words(embargowatch.words_of_article(article_id)) as words
        from (select distinct article_id from embargowatch.story_articles where story_id = s.id limit 100) l
    ) told
    on conflict (story_id) do nothing
$$;
select embargowatch.search_all();

-- What somebody typed: each word as it is stemmed or as the beginning of one, each phrase as it is, none of `without`.
create function embargowatch.query_of(words text[], phrases text[], without text[]) returns tsquery
language plpgsql immutable parallel safe as $$
declare
    found tsquery;
    whole tsquery;
    said  text;
begin
    foreach said in array words loop
        said := lower(embargowatch.folded(said));
        whole := plainto_tsquery('english', said);
        if said ~ '^[[:alnum:]]{3,}$' and numnode(whole) > 0 then
            whole := whole || (said || ':*')::tsquery;
        end if;
        if numnode(whole) > 0 then
            found := coalesce(found && whole, whole);
        end if;
    end loop;
    foreach said in array phrases loop
        whole := phraseto_tsquery('english', embargowatch.folded(said));
        if numnode(whole) > 0 then
            found := coalesce(found && whole, whole);
        end if;
    end loop;
    foreach said in array without loop
        whole := phraseto_tsquery('english', embargowatch.folded(said));
        if numnode(whole) > 0 and found is not null then
            found := found && !!whole;
        end if;
    end loop;
    return coalesce(found, '');
end
$$;
