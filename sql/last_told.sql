-- For each subscriber what they were last told of the story, or are about to be.
select distinct on (subscription_id)
    subscription_id, state, told_hash, told,
    bool_or(state <> 'waiting') over (partition by subscription_id) as reached
from embargowatch.alerts
where story_id = %(story_id)s and state in ('waiting', 'sending', 'sent')
order by subscription_id, id desc
