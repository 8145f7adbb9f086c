-- How many articles (newest revisions) ended how.
select status, reason, state_reason, count(*) as n
from (
    select distinct on (url) url, status, reason, state_reason
    from embargowatch.articles
    order by url, revision desc
) newest
group by status, reason, state_reason
order by n desc, status, reason
