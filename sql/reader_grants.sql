select embargowatch.reader_grants(%(role)s) as statement
