-- How many articles fetched after that moment were not read in full, by the reason in words.
select what as reason, count(*) as n
from (
    select case
        when a.state_reason like 'not judged: its language%%' then 'in a language that is not read yet'
        when a.status = 'paywall' then 'behind a paywall'
        when a.status = 'summary_only' then 'known by their summary only'
        when a.status in ('consent_wall', 'bot_wall') then 'behind a wall'
    end as what
    from embargowatch.pages p
    join embargowatch.articles a on a.page_id = p.id
    where p.fetched_at > %(since)s
) found
where what is not null
group by what
order by n desc, what
