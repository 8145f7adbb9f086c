-- What is known of an origin's robots.txt and still good.
select verdict, body, reason, extract(epoch from expires_at - clock_timestamp())::double precision as good_for_s
from embargowatch.robots
where origin = %(origin)s and expires_at > clock_timestamp()
