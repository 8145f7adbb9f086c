-- Of an archive: its page is there already, so none is asked for. One that is known is left as it is.
insert into embargowatch.entries (url, title, summary, authors, published, updated, seen_at, next_try_at, state)
values (
    %(url)s, %(title)s, %(summary)s, %(authors)s, %(published)s, %(updated)s, %(now)s, %(now)s, 'scraped'
)
on conflict (url) do update set url = excluded.url
returning id
