-- The records that tell these stories, story by story in the order asked for; with the article's text if that is wanted.
select v.*, case when %(full_text)s then a.text end as text
from embargowatch.v_arms_deals v
join embargowatch.articles a on a.id = v.article_id
where v.story_id = any(%(story_ids)s)
order by array_position(%(story_ids)s, v.story_id), v.published nulls last, v.id
