-- The entries whose page could not be had, with the reason.
select url, failure_kind as kind, reason
from embargowatch.entries
where reason <> ''
order by failure_kind, url
