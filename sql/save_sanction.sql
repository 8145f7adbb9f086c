insert into embargowatch.sanctions (
    article_id, fingerprint, action, action_detail, licence_no, senders, authority, target_countries, scope,
    targets, n_designated, measures, measures_implied, list, programs, announced, listing_date, start_date,
    end_date, wind_down_until, respondents, penalty, evaders, reason, modality, claimed_by, background, date,
    official_ref, summary, quote, confidence
) values (
    %(article_id)s, %(fingerprint)s, %(action)s, %(action_detail)s, %(licence_no)s, %(senders)s::text[],
    %(authority)s, %(target_countries)s::text[], %(scope)s, %(targets)s, %(n_designated)s, %(measures)s::text[],
    %(measures_implied)s::text[], %(list)s, %(programs)s::text[], %(announced)s, %(listing_date)s, %(start_date)s,
    %(end_date)s, %(wind_down_until)s, %(respondents)s::text[], %(penalty)s, %(evaders)s::text[], %(reason)s,
    %(modality)s, %(claimed_by)s, %(background)s, %(date)s, %(official_ref)s, %(summary)s, %(quote)s, %(confidence)s
)
on conflict (article_id, fingerprint) do update set
    action = excluded.action,
    action_detail = excluded.action_detail,
    licence_no = excluded.licence_no,
    senders = excluded.senders,
    authority = excluded.authority,
    target_countries = excluded.target_countries,
    scope = excluded.scope,
    targets = excluded.targets,
    n_designated = excluded.n_designated,
    measures = excluded.measures,
    measures_implied = excluded.measures_implied,
    list = excluded.list,
    programs = excluded.programs,
    announced = excluded.announced,
    listing_date = excluded.listing_date,
    start_date = excluded.start_date,
    end_date = excluded.end_date,
    wind_down_until = excluded.wind_down_until,
    respondents = excluded.respondents,
    penalty = excluded.penalty,
    evaders = excluded.evaders,
    reason = excluded.reason,
    modality = excluded.modality,
    claimed_by = excluded.claimed_by,
    background = excluded.background,
    date = excluded.date,
    official_ref = excluded.official_ref,
    summary = excluded.summary,
    quote = excluded.quote,
    confidence = excluded.confidence
returning id
