-- What is no longer good is asked for anew anyway.
delete from embargowatch.robots where expires_at < %(before)s
