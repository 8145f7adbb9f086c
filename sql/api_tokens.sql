select name, created_at, revoked_at from embargowatch.api_tokens order by revoked_at is not null, name
