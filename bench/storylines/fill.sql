-- Articles %(after)s + 1 to %(until)s with all that linking asks for, of five years; each story has twenty of them.
-- What is drawn is drawn from the number by hashing, so that a run is like another. Half of the stories are
-- sanctions; senders, suppliers and their counterparts are drawn as unevenly as the news has them.
create or replace function pg_temp.draw(n bigint, what text, low bigint, high bigint) returns bigint
language sql immutable as
$$ select low + (hashtextextended(what, n) & 9223372036854775807) %% (high - low + 1) $$;

create or replace function pg_temp.pick(n bigint, what text, words text) returns text
language sql immutable as
$$ select w[pg_temp.draw(n, what, 1, array_length(w, 1))] from (select string_to_array(words, ' ')) x (w) $$;

-- 64,000 names.
create or replace function pg_temp.name(n bigint, what text) returns text
language sql immutable as $$
select initcap(
    pg_temp.pick(n, what || 1, 'al ber cor dan er fer gal hor iv jas kar lim mor nad ol pet qas rom sal tar ul vas wim yus zar')
    || pg_temp.pick(n, what || 2, 'a e i o u an en in on un ar er ir or ur') || ' '
    || pg_temp.pick(n, what || 3, 'abd bor cher dem eg far gor hak il jan kov lav mir nas orl pav quad raz sher tav um vol wal yan zub')
    || pg_temp.pick(n, what || 4, 'adi eno iev ova und ssen ić ak man ez')
)
$$;

create temporary table events on commit drop as
select
    story,
    pg_temp.draw(story, 'topic', 0, 1) = 0 as is_sanction,
    timestamptz '2022-01-01' + make_interval(mins => pg_temp.draw(story, 'time', 0, 2629000)::integer) as happened,
    pg_temp.pick(
        story, 'from', 'US US US US US US US EU EU EU EU GB GB GB CA CH AU JP UN UA RU CN NZ NO KR'
    ) as sender,
    pg_temp.pick(
        story, 'at',
        'RU RU RU RU RU IR IR IR IR BY BY KP KP SY VE MM CN CN SD AF CU NI HT LB IQ LY ML CD CF SS ZW YE SO TR GE MD RS'
    ) as target_country,
    pg_temp.pick(story, 'seller', 'US US US US US US US FR FR FR DE DE KR KR TR TR IL GB SE IT ES CN RU') as supplier,
    pg_temp.pick(
        story, 'buyer',
        'UA UA UA UA PL PL SA SA IN IN TW TW AE QA KW JP AU DE RO GR EG MA DZ ID PH VN TH MY SG BR CL PE NL NO FI SE CZ'
        || ' HU BG HR RS AZ AM KZ PK BD LK NG KE ET IQ IL BH OM'
    ) as recipient,
    pg_temp.pick(
        story, 'weapon',
        'F-16 F-35A F/A-18 F-15EX Rafale Gripen Typhoon Su-35 J-10C C-130J C-390 A400M CH-47F AH-64E UH-60M T129 TB2'
        || ' Akinci MQ-9B Heron S-400 S-300 PAC-3 NASAMS IRIS-T THAAD Barak-8 Spyder K2 K9 K239 M1A2 Leopard-2 T-90 Altay'
        || ' Boxer CV90 Patria Bradley Stryker PzH-2000 CAESAR Archer M777 HIMARS ATACMS GMLRS JDAM AIM-120 AIM-9X Javelin'
        || ' Spike NLAW Stinger Harpoon NSM Exocet BrahMos Tomahawk SM-6 Meteor FREMM FDI MEKO Scorpene Type-212 Ada'
    ) as weapon,
    pg_temp.name(story, 'one') as one,
    pg_temp.name(story, 'two') as two,
    split_part(pg_temp.name(story, 'firm'), ' ', 2) || ' Trading' as firm
from generate_series(%(after)s / 20, %(until)s / 20 - 1) story;

create temporary table told on commit drop as
select
    e.*, n,
    happened + make_interval(mins => pg_temp.draw(n, 'time', 0, 10000)::integer) as published
from events e, generate_series(story * 20 + 1, story * 20 + 20) n;

create temporary table records on commit drop as
select
    *,
    case when is_sanction then jsonb_build_object(
        'type', 'sanction', 'action', 'impose', 'action_detail', 'designation', 'modality', 'reported',
        'background', false, 'date', to_char(happened, 'YYYY-MM-DD'),
        'senders', jsonb_build_array(sender), 'target_countries', jsonb_build_array(target_country),
        'measures', '["asset_freeze", "travel_ban"]'::jsonb,
        'targets', jsonb_build_array(
            jsonb_build_object('name', one, 'type', 'person', 'role', 'designated'),
            jsonb_build_object('name', two, 'type', 'person', 'role', 'designated'),
            jsonb_build_object('name', firm, 'type', 'company', 'role', 'designated')
        )
    ) else jsonb_build_object(
        'type', 'arms_deal', 'stage', 'signed', 'modality', 'reported', 'background', false,
        'date', to_char(happened, 'YYYY-MM-DD'), 'transfer_type', 'sale',
        'suppliers', jsonb_build_array(supplier), 'recipients', jsonb_build_array(recipient),
        'weapons', jsonb_build_array(jsonb_build_object(
            'designation', weapon, 'category', 'other', 'quantity', pg_temp.draw(story, 'quantity', 2, 300)
        )),
        'value', jsonb_build_object('amount', pg_temp.draw(story, 'value', 20, 6000) * 1000000, 'currency', 'USD')
    ) end as record,
    case when is_sanction
        then array[lower(sender), lower(target_country), lower(one), lower(two), lower(firm)]
        else array[lower(supplier), lower(recipient)]
    end as parties
from events;

-- Without entries and pages, which linking does not look at.
insert into embargowatch.articles (
    id, entry_id, page_id, url, revision, title, text, text_sha256, published, language, status, created_at, state
)
overriding system value
select
    n, n, n, 'https://stored.example/' || n, 1, 'What was told of story ' || story,
    repeat(md5(n::text) || ' ', 15), md5(n::text) || md5(story::text), published, 'en', 'ok', published, 'done'
from told;

insert into embargowatch.sanctions (
    id, article_id, fingerprint, action, action_detail, senders, target_countries, targets, measures, modality,
    background, date
)
overriding system value
select
    n, n, md5(n::text), 'impose', 'designation', array[t.sender], array[t.target_country], r.record -> 'targets',
    '{asset_freeze,travel_ban}', 'reported', false, r.record ->> 'date'
from told t join records r using (story) where t.is_sanction;

insert into embargowatch.arms_deals (
    id, article_id, fingerprint, stage, suppliers, recipients, weapons, value, transfer_type, modality, background, date
)
overriding system value
select
    n, n, md5(n::text), 'signed', array[t.supplier], array[t.recipient], r.record -> 'weapons', r.record -> 'value',
    'sale', 'reported', false, r.record ->> 'date'
from told t join records r using (story) where not t.is_sanction;

insert into embargowatch.stories (
    id, topic, headline, stage, record, parties, first_seen, last_seen, published, news_from, news_until, background,
    changed_at, to_tell
)
overriding system value
select
    story + 1, case when is_sanction then 'sanctions' else 'arms_deals' end, 'Story ' || story,
    coalesce(record ->> 'action', record ->> 'stage'), record, parties, span.earliest, span.latest, span.earliest,
    span.earliest, span.latest, false, span.latest, false
from records
join (
    select story, min(published) as earliest, max(published) as latest from told group by story
) span using (story);

insert into embargowatch.story_articles (story_id, article_id, sanction_id, arms_deal_id, linked_at)
select story + 1, n, case when is_sanction then n end, case when not is_sanction then n end, published
from told;
