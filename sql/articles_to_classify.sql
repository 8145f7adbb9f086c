select id, entry_id, page_id, url, revision, title, text, authors, published, language, status, reason
from embargowatch.articles
where state = 'to_classify'
order by id
limit %(limit)s
for update skip locked
