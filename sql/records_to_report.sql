-- How many records the newest revisions of all articles have.
select count(*) as n
from embargowatch.story_articles
