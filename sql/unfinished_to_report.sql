-- The entries that are neither an article nor given up with a reason.
select e.url
from embargowatch.entries e
where not exists (select from embargowatch.articles a where a.entry_id = e.id) and e.state <> 'failed'
order by e.url
