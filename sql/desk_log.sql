select id, at, who, did, subject, detail
from embargowatch.desk_log
where (%(before_id)s::bigint is null or id < %(before_id)s::bigint)
  and (%(subject)s = '' or subject = %(subject)s)
order by id desc
limit %(limit)s
