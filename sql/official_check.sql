select url, title, outlet, published, story_id, headline, told_at, lag, outcome
from embargowatch.v_official_check
order by published, url
