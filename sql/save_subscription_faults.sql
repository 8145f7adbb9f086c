insert into embargowatch.subscription_faults (place, fault, seen_at) values %s
