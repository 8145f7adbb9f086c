insert into embargowatch.migrations (version, sha256) values (%(version)s, %(sha256)s)
