insert into embargowatch.desk_log (at, who, did, subject, detail)
values (%(now)s, %(who)s, %(did)s, %(subject)s, %(detail)s)
