select fault, seen_at from embargowatch.subscription_faults order by place
