select id, topic, headline, stage, record, first_seen, last_seen, published, background,
       origins, steps, support, disagreements
from embargowatch.stories
where id = %(id)s
