-- The passages that carry the records of these stories; with the article's text if that is wanted.
select v.*, case when %(full_text)s then a.text end as text
from embargowatch.v_quotes v
join embargowatch.articles a on a.id = v.article_id
where v.story_id = any(%(story_ids)s)
order by array_position(%(story_ids)s, v.story_id), v.published nulls last, v.record_id, v.field, v.starts, v.ends
