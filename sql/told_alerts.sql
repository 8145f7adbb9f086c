-- What a subscription's feed shows, newest first: what was decided to be told, whether or not a mail is out already.
select id, story_id, told_hash, before_hash, kind, told, created_at
from embargowatch.alerts
where subscription_id = %(subscription_id)s and story_id is not null and state <> 'held'
order by created_at desc, id desc
limit %(limit)s
