select state, count(*) as n
from embargowatch.alerts
group by state
