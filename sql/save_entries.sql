-- New ones only. In the order of their URLs, so that two workers with the same URLs wait for each other and do not lock up.
insert into embargowatch.entries (url, title, summary, authors, published, updated, date_note, seen_at, next_try_at)
values %s
on conflict (url) do nothing
