-- By address or id, also those that are switched off; "" for all.
select
    s.id, s.email, s.name, s.label, s.topics, s.countries, s.weapons, s.categories, s.measures, s.programs, s.targets, s.stages,
    s.min_confidence, s.official_only, s.languages, s.cadence, s.timezone, s.hour, s.weekday, s.quiet_from, s.quiet_until,
    s.most_per_hour, s.channel, s.address, s.secret, s.muted_until, s.since,
    array(
        select m.story_id from embargowatch.muted_stories m where m.subscription_id = s.id order by m.story_id
    ) as muted_stories,
    s.enabled
from embargowatch.subscriptions s
where %(who)s in ('', s.email, s.id::text)
order by s.email, s.id
