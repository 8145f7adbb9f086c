-- Who comes back is a subscriber from then on, not of what was missed.
insert into embargowatch.subscriptions (email, name, topics, countries, cadence, channel, since)
values (
    %(email)s, %(name)s, %(topics)s::text[], %(countries)s::text[], %(cadence)s, %(channel)s, %(since)s
)
on conflict (email, channel, cadence) do update set
    name = excluded.name,
    topics = excluded.topics,
    countries = excluded.countries,
    since = case when subscriptions.enabled then subscriptions.since else excluded.since end,
    enabled = true
where subscriptions.edited_at is null
