-- Made by a person, so that the file does not switch it off.
insert into embargowatch.subscriptions (
    email, name, label, topics, countries, weapons, categories, measures, programs, targets, stages, min_confidence,
    official_only, languages, cadence, timezone, hour, weekday, quiet_from, quiet_until, most_per_hour, channel,
    address, since, edited_at
) values (
    %(email)s, %(name)s, %(label)s, %(topics)s::text[], %(countries)s::text[], %(weapons)s::text[],
    %(categories)s::text[], %(measures)s::text[], %(programs)s::text[], %(targets)s::text[], %(stages)s::text[],
    %(min_confidence)s, %(official_only)s, %(languages)s::text[], %(cadence)s, %(timezone)s, %(hour)s, %(weekday)s,
    %(quiet_from)s, %(quiet_until)s, %(most_per_hour)s, %(channel)s, %(address)s, %(now)s, %(now)s
)
on conflict do nothing
returning id
