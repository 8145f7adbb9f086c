-- Who comes back is a subscriber from then on, not of what was missed.
insert into embargowatch.subscriptions (
    email, name, label, topics, countries, weapons, categories, measures, programs, targets, stages, min_confidence,
    official_only, languages, cadence, timezone, hour, weekday, quiet_from, quiet_until, most_per_hour, channel,
    address, since
) values (
    %(email)s, %(name)s, %(label)s, %(topics)s::text[], %(countries)s::text[], %(weapons)s::text[],
    %(categories)s::text[], %(measures)s::text[], %(programs)s::text[], %(targets)s::text[], %(stages)s::text[],
    %(min_confidence)s, %(official_only)s, %(languages)s::text[], %(cadence)s, %(timezone)s, %(hour)s, %(weekday)s,
    %(quiet_from)s, %(quiet_until)s, %(most_per_hour)s, %(channel)s, %(address)s, %(since)s
)
on conflict (email, channel, cadence, label) do update set
    name = excluded.name,
    topics = excluded.topics,
    countries = excluded.countries,
    weapons = excluded.weapons,
    categories = excluded.categories,
    measures = excluded.measures,
    programs = excluded.programs,
    targets = excluded.targets,
    stages = excluded.stages,
    min_confidence = excluded.min_confidence,
    official_only = excluded.official_only,
    languages = excluded.languages,
    timezone = excluded.timezone,
    hour = excluded.hour,
    weekday = excluded.weekday,
    quiet_from = excluded.quiet_from,
    quiet_until = excluded.quiet_until,
    most_per_hour = excluded.most_per_hour,
    address = excluded.address,
    since = case when subscriptions.enabled then subscriptions.since else excluded.since end,
    enabled = true
where subscriptions.edited_at is null
