select embargowatch.grant_reader(%(role)s)
