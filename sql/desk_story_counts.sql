select topic, count(*) as n
from embargowatch.stories
group by topic
