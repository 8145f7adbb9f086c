-- Newest revisions that came in since then and could not be judged by their whole text.
select
    case when a.state_reason like 'not judged:%%' then 'language' else a.status end as why,
    count(*) as n
from embargowatch.articles a
where
    a.created_at >= %(since)s
    and (a.status <> 'ok' or a.state_reason like 'not judged:%%')
    and a.status in ('ok', 'summary_only', 'paywall', 'consent_wall', 'bot_wall')
    and not exists (select from embargowatch.articles newer where newer.url = a.url and newer.revision > a.revision)
group by 1
order by n desc, 1
