select id, topic, headline, stage, record, first_seen, last_seen, published, background
from embargowatch.stories
where id = %(id)s
