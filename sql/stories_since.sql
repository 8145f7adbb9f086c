-- Newest first.
select id from embargowatch.stories
where first_seen >= %(since)s and withdrawn_at is null
order by first_seen desc, id desc
limit %(limit)s
