select count(*) as watched, max(polled_at) as polled_at
from embargowatch.feeds
where enabled
