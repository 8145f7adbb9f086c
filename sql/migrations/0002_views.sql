-- For people who live in SQL: what is known, in the words of the records.
create view embargowatch.v_sanctions as
select
    s.id, s.action, s.action_detail, s.senders, s.authority, s.target_countries, s.scope,
    array(select t ->> 'name' from jsonb_array_elements(s.targets) t) as target_names,
    s.targets, s.n_designated, s.measures, s.measures_implied, s.list, s.programs, s.date, s.announced, s.listing_date,
    s.start_date, s.end_date, s.wind_down_until, s.respondents, (s.penalty ->> 'amount')::numeric as penalty_amount,
    s.penalty ->> 'currency' as penalty_currency, s.penalty ->> 'kind' as penalty_kind, s.evaders, s.reason,
    s.modality, s.claimed_by, s.background, s.official_ref, s.summary, s.quote,
    (s.confidence ->> 'record')::real as confidence,
    l.story_id, a.id as article_id, a.url, a.title, a.published, a.language, a.revision
from embargowatch.sanctions s
join embargowatch.articles a on a.id = s.article_id
left join embargowatch.story_articles l on l.sanction_id = s.id
where not exists (
    select from embargowatch.articles newer where newer.url = a.url and newer.revision > a.revision
);
comment on view embargowatch.v_sanctions is 'One row a sanction record, of the newest revision of its article.';

create view embargowatch.v_arms_deals as
select
    d.id, d.stage, d.stage_detail, d.suppliers, d.recipients, d.manufacturers, d.intermediaries, d.end_user,
    array(select w ->> 'designation' from jsonb_array_elements(d.weapons) w) as weapon_names,
    d.weapons, (d.value ->> 'amount')::numeric as amount, d.value ->> 'currency' as currency,
    d.value ->> 'kind' as amount_kind, d.transfer_type, d.us_channel, d.local_production, d.date, d.order_date,
    d.delivery_years, d.modality, d.claimed_by, d.background, d.official_ref, d.summary, d.quote,
    (d.confidence ->> 'record')::real as confidence,
    l.story_id, a.id as article_id, a.url, a.title, a.published, a.language, a.revision
from embargowatch.arms_deals d
join embargowatch.articles a on a.id = d.article_id
left join embargowatch.story_articles l on l.arms_deal_id = d.id
where not exists (
    select from embargowatch.articles newer where newer.url = a.url and newer.revision > a.revision
);
comment on view embargowatch.v_arms_deals is 'One row an arms deal record, of the newest revision of its article.';

create view embargowatch.v_stories as
select
    s.id, s.topic, s.stage, s.headline, s.parties, s.published, s.first_seen, s.last_seen, s.background,
    s.record ->> 'modality' as modality, s.record ->> 'date' as date, s.record,
    count(distinct l.article_id)::integer as n_articles,
    array_agg(distinct a.url) filter (where a.url is not null) as urls
from embargowatch.stories s
left join embargowatch.story_articles l on l.story_id = s.id
left join embargowatch.articles a on a.id = l.article_id
group by s.id;
comment on view embargowatch.v_stories is 'One row a development, with the articles that tell it.';

create view embargowatch.v_alerts as
select
    l.id, u.email, u.channel, u.cadence, l.state, l.reason, s.headline, l.story_id, l.article_id, a.url, l.attempts,
    l.created_at, l.sent_at, l.message_id
from embargowatch.alerts l
join embargowatch.subscriptions u on u.id = l.subscription_id
left join embargowatch.stories s on s.id = l.story_id
left join embargowatch.articles a on a.id = l.article_id;
comment on view embargowatch.v_alerts is 'Who was told what, or why not.';
