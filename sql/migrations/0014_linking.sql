-- One more article costs its story's search row one change, and no look at the articles that the story has already.
create or replace function embargowatch.search_article() returns trigger language plpgsql as $$
declare
    added tsvector;
begin
    if tg_op = 'INSERT' then
        if (select count(*) from embargowatch.story_articles
            where story_id = new.story_id and article_id = new.article_id) > 1 then
            return null;
        end if;
        added := embargowatch.words_of_article(new.article_id);
        update embargowatch.story_search f
        set article_words = case when length(article_words) < 20000 then article_words || added else article_words end,
            words = case when length(article_words) < 20000 then words || added else words end,
            tiers = (select coalesce(array_agg(tier order by tier), '{}') from (
                select unnest(f.tiers) as tier
                union
                select d.tier from embargowatch.articles a
                join embargowatch.entry_feeds ef on ef.entry_id = a.entry_id
                join embargowatch.feeds d on d.id = ef.feed_id
                where a.id = new.article_id
            ) known)
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

-- What the record does not say is kept alone when the record stays as it was: its words are not gathered again.
create function embargowatch.search_dates() returns trigger language plpgsql as $$
begin
    update embargowatch.story_search set
        (parties, news_from, news_until, last_seen) = (new.parties, new.news_from, new.news_until, new.last_seen)
    where story_id = new.id;
    return null;
end
$$;
drop trigger search_story on embargowatch.stories;
create trigger search_story_new after insert on embargowatch.stories
for each row execute function embargowatch.search_story();
create trigger search_story after update on embargowatch.stories for each row
when ((old.topic, old.headline, old.stage, old.record, old.background)
    is distinct from (new.topic, new.headline, new.stage, new.record, new.background))
execute function embargowatch.search_story();
create trigger search_story_dates after update on embargowatch.stories for each row
when ((old.topic, old.headline, old.stage, old.record, old.background)
    is not distinct from (new.topic, new.headline, new.stage, new.record, new.background)
    and (old.parties, old.news_from, old.news_until, old.last_seen)
    is distinct from (new.parties, new.news_from, new.news_until, new.last_seen))
execute function embargowatch.search_dates();
