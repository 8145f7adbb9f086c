-- What people ask stories for, as columns made from the merged record, so that a filter never opens the JSON.
create function embargowatch.texts_at(document jsonb, path jsonpath) returns text[]
language sql immutable parallel safe as
$$ select coalesce(array_agg(found #>> '{}'), '{}') from jsonb_path_query(document, path) as found where found <> 'null' $$;

alter table embargowatch.stories
    add column stage_detail text not null generated always as
        (coalesce(record ->> 'stage_detail', record ->> 'action_detail', '')) stored,
    add column modality     text not null generated always as (coalesce(record ->> 'modality', '')) stored,
    add column categories   text[] not null generated always as
        (embargowatch.texts_at(record, '$.weapons[*].category')) stored,
    add column measures     text[] not null generated always as (embargowatch.texts_at(record, '$.measures[*]')) stored,
    add column programs     text[] not null generated always as (embargowatch.texts_at(record, '$.programs[*]')) stored,
    add column target_names text[] not null generated always as
        (embargowatch.texts_at(record, '$.targets[*].name')) stored,
    add column confidence   real generated always as ((record #>> '{confidence,record}')::real) stored;
create index on embargowatch.stories using gin (categories);
create index on embargowatch.stories using gin (measures);
create index on embargowatch.stories using gin (programs);

-- Which transactions changed a story: whoever follows the changes asks for those of transactions that are over, in their
-- order, and so misses none that was slow to commit. A row for each, so that no two transactions wait for each other.
create table embargowatch.story_changes (
    story_id    bigint not null,                     -- kept also when the story is gone
    changed_in  xid8 not null default pg_current_xact_id(),
    changed_at  timestamptz not null default clock_timestamp(),
    primary key (story_id, changed_in)
);
create index on embargowatch.story_changes (changed_in, story_id);
insert into embargowatch.story_changes (story_id) select id from embargowatch.stories;

create function embargowatch.keep_story_change() returns trigger language plpgsql as $$
declare
    bookkeeping constant text[] := '{to_merge,to_tell,by_replay,changed_at,correction}';
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - bookkeeping = to_jsonb(old) - bookkeeping then
        return null;
    end if;
    insert into embargowatch.story_changes (story_id)
    values (case when tg_op = 'DELETE' then old.id else new.id end)
    on conflict do nothing;
    return null;
end
$$;
create function embargowatch.keep_article_change() returns trigger language plpgsql as $$
begin
    insert into embargowatch.story_changes (story_id)
    values (case when tg_op = 'DELETE' then old.story_id else new.story_id end)
    on conflict do nothing;
    return null;
end
$$;
create trigger keep_story_change after insert or update or delete on embargowatch.stories
for each row execute function embargowatch.keep_story_change();
create trigger keep_article_change after insert or delete on embargowatch.story_articles
for each row execute function embargowatch.keep_article_change();

create table embargowatch.api_tokens (               -- who may read the JSON API
    name        text primary key,
    sha256      text not null unique,                -- of the token, which itself is kept nowhere
    created_at  timestamptz not null,
    revoked_at  timestamptz
);

-- Beside each article the outlet that carries it (the official one if several do) and the page it was read from.
create view embargowatch.article_origins as
select
    a.id as article_id, coalesce(f.name, substring(a.url from '://([^/]+)'), '') as outlet,
    coalesce(f.tier, 'general') as tier, p.fetched_at, p.sha256 as page_sha256, a.status as article_status
from embargowatch.articles a
join embargowatch.pages p on p.id = a.page_id
left join lateral (
    select f.name, f.tier
    from embargowatch.entry_feeds ef
    join embargowatch.feeds f on f.id = ef.feed_id
    where ef.entry_id = a.entry_id
    order by f.tier <> 'official', ef.seen_at, f.slug
    limit 1
) f on true;

create or replace view embargowatch.v_sanctions as
select
    s.id, s.action, s.action_detail, s.senders, s.authority, s.target_countries, s.scope,
    array(select t ->> 'name' from jsonb_array_elements(s.targets) t) as target_names,
    s.targets, s.n_designated, s.measures, s.measures_implied, s.list, s.programs, s.date, s.announced, s.listing_date,
    s.start_date, s.end_date, s.wind_down_until, s.respondents, (s.penalty ->> 'amount')::numeric as penalty_amount,
    s.penalty ->> 'currency' as penalty_currency, s.penalty ->> 'kind' as penalty_kind, s.evaders, s.reason,
    s.modality, s.claimed_by, s.background, s.official_ref, s.summary, s.quote,
    (s.confidence ->> 'record')::real as confidence,
    l.story_id, a.id as article_id, a.url, a.title, a.published, a.language, a.revision,
    s.licence_no, o.outlet, o.tier, o.article_status, o.fetched_at, o.page_sha256
from embargowatch.sanctions s
join embargowatch.articles a on a.id = s.article_id
join embargowatch.article_origins o on o.article_id = a.id
left join embargowatch.story_articles l on l.sanction_id = s.id
where s.rejected_at is null and not exists (
    select from embargowatch.articles newer where newer.url = a.url and newer.revision > a.revision
);

create or replace view embargowatch.v_arms_deals as
select
    d.id, d.stage, d.stage_detail, d.suppliers, d.recipients, d.manufacturers, d.intermediaries, d.end_user,
    array(select w ->> 'designation' from jsonb_array_elements(d.weapons) w) as weapon_names,
    d.weapons, (d.value ->> 'amount')::numeric as amount, d.value ->> 'currency' as currency,
    d.value ->> 'kind' as amount_kind, d.transfer_type, d.us_channel, d.local_production, d.date, d.order_date,
    d.delivery_years, d.modality, d.claimed_by, d.background, d.official_ref, d.summary, d.quote,
    (d.confidence ->> 'record')::real as confidence,
    l.story_id, a.id as article_id, a.url, a.title, a.published, a.language, a.revision,
    (d.value ->> 'amount_max')::numeric as amount_max, d.value ->> 'qualifier' as amount_qualifier,
    array(select distinct w ->> 'category' from jsonb_array_elements(d.weapons) w where w ->> 'category' <> '') as categories,
    o.outlet, o.tier, o.article_status, o.fetched_at, o.page_sha256
from embargowatch.arms_deals d
join embargowatch.articles a on a.id = d.article_id
join embargowatch.article_origins o on o.article_id = a.id
left join embargowatch.story_articles l on l.arms_deal_id = d.id
where d.rejected_at is null and not exists (
    select from embargowatch.articles newer where newer.url = a.url and newer.revision > a.revision
);

create or replace view embargowatch.v_stories as
select
    s.id, s.topic, s.stage, s.headline, s.parties, s.published, s.first_seen, s.last_seen, s.background,
    s.record ->> 'modality' as modality, s.record ->> 'date' as date, s.record,
    told.n_articles, told.urls,
    s.stage_detail, s.confidence, s.categories, s.measures, s.programs, s.target_names,
    embargowatch.texts_at(s.record, '$.suppliers[*]') as suppliers,
    embargowatch.texts_at(s.record, '$.recipients[*]') as recipients,
    embargowatch.texts_at(s.record, '$.weapons[*].designation') as weapon_names,
    embargowatch.texts_at(s.record, '$.senders[*]') as senders,
    embargowatch.texts_at(s.record, '$.target_countries[*]') as target_countries,
    (s.record #>> '{value,amount}')::numeric as amount, (s.record #>> '{value,amount_max}')::numeric as amount_max,
    s.record #>> '{value,currency}' as currency, s.record #>> '{value,kind}' as amount_kind,
    s.record ->> 'official_ref' as official_ref, s.record ->> 'summary' as summary, s.record ->> 'quote' as quote,
    told.outlets, told.tiers, coalesce('official' = any(told.tiers), false) as official,
    s.origins, s.steps, s.disagreements
from embargowatch.stories s
cross join lateral (
    select
        count(distinct l.article_id)::integer as n_articles, array_agg(distinct a.url) as urls,
        array_agg(distinct o.outlet) as outlets, array_agg(distinct o.tier) as tiers
    from embargowatch.story_articles l
    join embargowatch.articles a on a.id = l.article_id
    join embargowatch.article_origins o on o.article_id = l.article_id
    where l.story_id = s.id
) told
where s.withdrawn_at is null;

create view embargowatch.v_quotes as
select
    case when v.sanction_id is null then 'arms_deal' else 'sanction' end as record_type,
    coalesce(v.sanction_id, v.arms_deal_id) as record_id, l.story_id, v.field, v.quote, v.located, v.starts, v.ends,
    a.id as article_id, a.url, a.title, a.published, a.language, a.revision,
    o.outlet, o.tier, o.article_status, o.fetched_at, o.page_sha256
from embargowatch.evidence v
join embargowatch.story_articles l on l.sanction_id = v.sanction_id or l.arms_deal_id = v.arms_deal_id
join embargowatch.articles a on a.id = l.article_id
join embargowatch.article_origins o on o.article_id = a.id
left join embargowatch.sanctions s on s.id = v.sanction_id
left join embargowatch.arms_deals d on d.id = v.arms_deal_id
where coalesce(s.rejected_at, d.rejected_at) is null;
comment on view embargowatch.v_quotes is 'One row a passage that carries a field of a record.';

-- What a person who only reads is let see: the five views, no table. Called as `embargowatch grant-reader ROLE`.
create function embargowatch.reader_grants(reader name) returns setof text language sql stable as $$
    select format('grant usage on schema embargowatch to %I', reader)
    union all
    select format('grant select on embargowatch.%I to %I', name, reader)
    from unnest('{v_sanctions,v_arms_deals,v_stories,v_alerts,v_quotes}'::text[]) as name
$$;
create function embargowatch.grant_reader(reader name) returns void language plpgsql as $$
declare
    statement text;
begin
    for statement in select embargowatch.reader_grants(reader) loop
        execute statement;
    end loop;
end
$$;
