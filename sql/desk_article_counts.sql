-- Newest revisions by how much of them could be read, and by whether a machine could judge them.
select a.status, a.state, count(*) as n
from embargowatch.articles a
where not exists (select from embargowatch.articles newer where newer.url = a.url and newer.revision > a.revision)
group by a.status, a.state
order by n desc, a.status, a.state
