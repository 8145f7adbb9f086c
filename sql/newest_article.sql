select id, page_id, revision, text_sha256, status, state
from embargowatch.articles
where url = %(url)s
order by revision desc
limit 1
