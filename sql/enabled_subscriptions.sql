select id, email, name, topics, countries, cadence, channel, since
from embargowatch.subscriptions
where enabled
order by id
