-- How many articles (newest revisions) ended how.
select status, coalesce(nullif(reason, ''), state_reason) as reason, count(*) as n
from (
    select distinct on (url) url, status, reason, state_reason
    from embargowatch.articles
    order by url, revision desc
) newest
group by 1, 2
order by n desc, status, reason
