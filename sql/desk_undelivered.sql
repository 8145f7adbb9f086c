-- Mails given up on, and those that wait for another try.
select al.state, s.email, s.channel, al.story_id, coalesce(st.headline, a.title, '') as title, al.reason,
       al.attempts, al.created_at, al.next_try_at
from embargowatch.alerts al
join embargowatch.subscriptions s on s.id = al.subscription_id
left join embargowatch.stories st on st.id = al.story_id
left join embargowatch.articles a on a.id = al.article_id
where al.state = 'dead' or (al.state in ('waiting', 'sending') and al.attempts > 0)
order by al.state <> 'dead', al.created_at desc, al.id desc
limit %(limit)s
