select version, sha256 from embargowatch.migrations order by version
