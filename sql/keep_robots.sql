insert into embargowatch.robots (origin, verdict, body, reason, expires_at)
values (%(origin)s, %(verdict)s, %(body)s, %(reason)s, clock_timestamp() + %(good_for_s)s * interval '1 second')
on conflict (origin) do update set
    verdict = excluded.verdict,
    body = excluded.body,
    reason = excluded.reason,
    expires_at = excluded.expires_at
