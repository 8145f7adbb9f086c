select a.attname as name, format_type(a.atttypid, a.atttypmod) as type
from pg_attribute a
where a.attrelid = to_regclass('embargowatch.' || %(view)s) and a.attnum > 0 and not a.attisdropped
order by a.attnum
