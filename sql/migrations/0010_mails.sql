-- What of today could not be read in full is counted for every mail.
create index articles_skipped on embargowatch.articles (created_at) where status <> 'ok' or state_reason like 'not judged:%';
