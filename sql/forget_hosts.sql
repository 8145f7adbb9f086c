-- Hosts that nobody asked for as long as any of them may want to be left alone, and more.
delete from embargowatch.hosts where greatest(free_at, held_until) < %(before)s
