insert into embargowatch.story_decisions (kind, topic, urls, others, decided_by, decided_at)
values (%(kind)s, %(topic)s, %(urls)s::text[], %(others)s::text[], %(decided_by)s, %(now)s)
