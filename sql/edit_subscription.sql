-- By a person: from now on the file leaves it alone. Nothing happens where another one has its address, channel, cadence and label.
update embargowatch.subscriptions u set
    email = %(email)s, name = %(name)s, label = %(label)s, topics = %(topics)s::text[],
    countries = %(countries)s::text[], weapons = %(weapons)s::text[], categories = %(categories)s::text[],
    measures = %(measures)s::text[], programs = %(programs)s::text[], targets = %(targets)s::text[],
    stages = %(stages)s::text[], min_confidence = %(min_confidence)s, official_only = %(official_only)s,
    languages = %(languages)s::text[], cadence = %(cadence)s, timezone = %(timezone)s, hour = %(hour)s,
    weekday = %(weekday)s, quiet_from = %(quiet_from)s, quiet_until = %(quiet_until)s,
    most_per_hour = %(most_per_hour)s, channel = %(channel)s, address = %(address)s, edited_at = %(now)s
where
    u.id = %(id)s
    and not exists (
        select from embargowatch.subscriptions other
        where other.id <> u.id
          and (other.email, other.channel, other.cadence, other.label) = (%(email)s, %(channel)s, %(cadence)s, %(label)s)
    )
