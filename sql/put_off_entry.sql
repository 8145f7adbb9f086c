-- It was not asked for, so it is as it was: waiting for its first page, or for another try.
update embargowatch.entries set
    next_try_at = case when state = 'to_scrape' then %(until)s else next_try_at end,
    retry_at = case when state <> 'to_scrape' then %(until)s end
where id = %(id)s
