select name from embargowatch.api_tokens where sha256 = %(sha256)s and revoked_at is null
