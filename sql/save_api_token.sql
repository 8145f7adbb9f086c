-- A name that was revoked may be given again.
insert into embargowatch.api_tokens (name, sha256, created_at)
values (%(name)s, %(sha256)s, %(now)s)
on conflict (name) do update
set sha256 = excluded.sha256, created_at = excluded.created_at, revoked_at = null
where api_tokens.revoked_at is not null
