-- The address under which the article of an entry is known.
select url from embargowatch.articles where entry_id = %(entry_id)s order by created_at desc, id desc limit 1
