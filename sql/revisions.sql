-- All revisions of the article that is known under an address, or whose feed links to it; the first one first.
select a.url, a.revision, a.title, a.text, a.status, a.reason, a.created_at, a.state
from embargowatch.articles a
where a.url = %(url)s or a.url in (
    select b.url from embargowatch.articles b join embargowatch.entries e on e.id = b.entry_id where e.url = %(url)s
)
order by a.url, a.revision
