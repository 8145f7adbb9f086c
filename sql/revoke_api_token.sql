update embargowatch.api_tokens set revoked_at = %(now)s where name = %(name)s and revoked_at is null
