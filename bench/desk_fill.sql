-- Stories with all that a page of the desk shows of them, made inside Postgres. %(stories)s of them over two years, each
-- told by one to three articles of forty sources.
set session_replication_role = replica;
set synchronous_commit = off;

insert into embargowatch.feeds (slug, name, url, kind, tier, first_seen, next_poll_at, polled_at, state, state_since)
select 'source-' || n, 'Source ' || n, 'https://source-' || n || '.example/feed', 'feed',
       (array['official', 'wire', 'trade', 'general', 'general', 'general', 'state', 'research'])[1 + n %% 8],
       now() - interval '2 years', now(), now(), 'ok', now() - interval '1 year'
from generate_series(1, 40) n;

create table embargowatch.bench_words as
select
    '{Poland,Turkey,Russia,Iran,Ukraine,India,Japan,Brazil,Egypt,Norway,Kenya,Taiwan,Israel,Serbia,Greece,Qatar}'::text[] as names,
    '{PL,TR,RU,IR,UA,IN,JP,BR,EG,NO,KE,TW,IL,RS,GR,QA}'::text[] as codes,
    '{K239 Chunmoo,F-16,Bayraktar TB2,Leopard 2,Patriot,HIMARS,Rafale,Gripen,K9 Thunder,NASAMS}'::text[] as weapons,
    '{artillery,aircraft,uav,armoured_vehicle,air_defence,artillery,aircraft,aircraft,artillery,air_defence}'::text[] as categories,
    '{asset_freeze,travel_ban,export_control,oil_and_gas,banking,arms_embargo}'::text[] as measures,
    '{impose,lift,extend,enforce,propose}'::text[] as actions,
    '{proposed,approved,signed,delivered,blocked}'::text[] as stages;

insert into embargowatch.stories (
    topic, headline, stage, record, parties, first_seen, last_seen, published, news_from, news_until, background, changed_at,
    to_tell
)
select
    m.topic, m.headline, m.stage,
    m.record || jsonb_build_object(
        'modality', 'reported', 'background', false, 'quote', m.headline || '.', 'summary', m.headline || ' in ' || m.town,
        'confidence', jsonb_build_object('record', 0.3 + (m.n %% 70) / 100.0), 'evidence', '{}'::jsonb, 'claimed_by', '',
        'date', '', 'official_ref', ''
    ),
    m.parties, m.at, m.at, m.at, m.at, m.at, m.n %% 20 = 0, m.at, false
from (
    select
        n, at, 'Port ' || left(md5((n %% 20000)::text), 6) as town,
        case when n %% 2 = 0 then 'sanctions' else 'arms_deals' end as topic,
        case when n %% 2 = 0 then w.actions[1 + n %% 5] else w.stages[1 + n %% 5] end as stage,
        array[lower(w.codes[1 + n %% 16]), lower(w.codes[1 + (n / 16) %% 16])] as parties,
        case when n %% 2 = 0
            then 'Sanctions of ' || w.names[1 + n %% 16] || ' on ' || w.names[1 + (n / 16) %% 16] || ' against '
                || left(md5((n %% 20000)::text), 8)
            else w.names[1 + n %% 16] || ' orders ' || n %% 300 || ' ' || w.weapons[1 + n %% 10] || ' from '
                || w.names[1 + (n / 16) %% 16]
        end as headline,
        case when n %% 2 = 0
            then jsonb_build_object(
                'type', 'sanction', 'action', w.actions[1 + n %% 5], 'senders', array[w.codes[1 + n %% 16]],
                'target_countries', array[w.codes[1 + (n / 16) %% 16]], 'measures', array[w.measures[1 + n %% 6]],
                'programs', array['Programme ' || n %% 50], 'targets', jsonb_build_array(jsonb_build_object(
                    'name', initcap(left(md5((n %% 20000)::text), 8)), 'type', 'company', 'role', 'designated')))
            else jsonb_build_object(
                'type', 'arms_deal', 'stage', w.stages[1 + n %% 5], 'suppliers', array[w.codes[1 + (n / 16) %% 16]],
                'recipients', array[w.codes[1 + n %% 16]], 'weapons', jsonb_build_array(jsonb_build_object(
                    'designation', w.weapons[1 + n %% 10], 'category', w.categories[1 + n %% 10], 'quantity', n %% 300)))
        end as record
    from embargowatch.bench_words w, generate_series(1, %(stories)s) n,
         lateral (select now() - n * (interval '730 days' / %(stories)s) as at) t
) m;

insert into embargowatch.entries (url, title, published, seen_at, state, next_try_at)
select 'https://source.example/' || s.id || '/' || k, s.headline, s.published, s.first_seen, 'scraped', s.first_seen
from embargowatch.stories s, generate_series(1, 1 + (s.id %% 3)::integer) k order by s.id, k;
insert into embargowatch.entry_feeds (entry_id, feed_id, seen_at, content_sha256)
select e.id, f.id, e.seen_at, '' from embargowatch.entries e join embargowatch.feeds f on f.slug = 'source-' || (1 + e.id %% 40);
insert into embargowatch.pages (entry_id, url, final_url, status, sha256, body_zstd, fetched_at, state)
select id, url, url, 200, md5(url), '', seen_at, 'cleaned' from embargowatch.entries;
insert into embargowatch.articles (
    entry_id, page_id, url, revision, title, text, text_sha256, published, language, status, created_at, state
)
select
    e.id, p.id, e.url, 1, e.title,
    e.title || '. ' || (
        select string_agg(
            'The ministry in ' || w.names[1 + (e.id + k)::integer %% 16] || ' said that ' || left(md5((e.id * k %% 20000)::text), 7)
            || ' had been told of the plan and would answer within ' || k || ' weeks.', ' ' order by k)
        from generate_series(1, 8) k
    ),
    md5(e.url), e.published, 'en', 'ok', e.seen_at, 'done'
from embargowatch.entries e join embargowatch.pages p on p.entry_id = e.id, embargowatch.bench_words w;
insert into embargowatch.sanctions (article_id, fingerprint, action, senders, target_countries, targets, measures, programs, modality, background, quote)
select a.id, '', s.stage, array[upper(s.parties[1])], array[upper(s.parties[2])], s.record -> 'targets', s.measures, s.programs, 'reported', false, s.headline || '.'
from embargowatch.articles a join embargowatch.stories s on s.id = split_part(a.url, '/', 4)::bigint where s.topic = 'sanctions';
insert into embargowatch.arms_deals (article_id, fingerprint, stage, suppliers, recipients, weapons, modality, background, quote)
select a.id, '', s.stage, array[upper(s.parties[2])], array[upper(s.parties[1])], s.record -> 'weapons', 'reported', false, s.headline || '.'
from embargowatch.articles a join embargowatch.stories s on s.id = split_part(a.url, '/', 4)::bigint where s.topic = 'arms_deals';
insert into embargowatch.story_articles (story_id, article_id, sanction_id, linked_at)
select split_part(a.url, '/', 4)::bigint, a.id, r.id, a.created_at from embargowatch.sanctions r join embargowatch.articles a on a.id = r.article_id;
insert into embargowatch.story_articles (story_id, article_id, arms_deal_id, linked_at)
select split_part(a.url, '/', 4)::bigint, a.id, r.id, a.created_at from embargowatch.arms_deals r join embargowatch.articles a on a.id = r.article_id;
insert into embargowatch.evidence (sanction_id, field, position, located, starts, ends, quote)
select id, 'measures', 0, 'text', 0, 9, left(quote, 9) from embargowatch.sanctions;
insert into embargowatch.evidence (arms_deal_id, field, position, located, starts, ends, quote)
select id, 'weapons', 0, 'text', 0, 9, left(quote, 9) from embargowatch.arms_deals;
select embargowatch.search_all();
drop table embargowatch.bench_words;
set session_replication_role = origin;
