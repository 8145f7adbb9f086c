select id, entry_id, page_id, revision, title, text, text_sha256, status, state
from embargowatch.articles
where url = %(url)s
order by revision desc
limit 1
