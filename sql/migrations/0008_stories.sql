-- What linking keeps of each article: what it names, and the keys by which others that may tell the same find it.
create table embargowatch.article_profiles (
    article_id      bigint primary key references embargowatch.articles on delete cascade,
    content_key     text not null,                   -- of title, text and date
    published       timestamptz,
    topics          text[] not null,                 -- of its verdicts and news
    profile         jsonb not null,                  -- names, numbers and words, each with its weight
    signature       bigint[] not null,               -- MinHash of its text; empty for a short one
    credit          text not null,                   -- the agency that its credit line names
    records         jsonb not null                   -- its news, without evidence
);

create table embargowatch.article_keys (
    key             bigint not null,
    at              timestamptz not null,            -- when it was published, else fetched
    article_id      bigint not null references embargowatch.articles on delete cascade
);
create index on embargowatch.article_keys (key, at, article_id);
create index on embargowatch.article_keys (article_id);

-- An article may tell a story without a record of its own: a copy of a report, or one whose record could not be read.
alter table embargowatch.story_articles
    add column why text not null default '',         -- what it has in common with the story's other articles
    drop constraint story_articles_check,
    add constraint story_articles_check check (num_nonnulls(sanction_id, arms_deal_id) <= 1);
create unique index on embargowatch.story_articles (story_id, article_id)
where sanction_id is null and arms_deal_id is null;

alter table embargowatch.stories
    add column origins       integer not null default 0,
    add column steps         jsonb not null default '[]',
    add column support       jsonb not null default '{}',
    add column disagreements jsonb not null default '[]';

create table embargowatch.story_decisions (          -- what a person put together or took apart; never undone by linking
    id              bigint generated always as identity primary key,
    kind            text not null check (kind in ('merge', 'split')),
    topic           text not null,
    urls            text[] not null,                 -- articles on one side
    others          text[] not null,                 -- and on the other
    decided_by      text not null,
    decided_at      timestamptz not null
);
create index on embargowatch.story_decisions using gin (urls);
create index on embargowatch.story_decisions using gin (others);

-- What official sources published in the last seven days, and when the first subscriber was told of it, or why nobody was.
create view embargowatch.v_official_check as
select
    a.id as article_id, a.url, a.title, feed.name as outlet, coalesce(a.published, a.created_at) as published,
    told.story_id, told.headline, told.sent_at as told_at,
    told.sent_at - coalesce(a.published, a.created_at) as lag,
    case
        when told.sent_at is not null then 'told'
        when a.state = 'failed' then 'failed: ' || a.state_reason
        when a.state like 'to\_%' then 'still to be read'
        when a.state = 'unreadable' then 'could not be read: ' || a.reason
        when told.story_id is not null and told.reason <> '' then 'held: ' || told.reason
        when told.story_id is not null then 'nobody asked for it, or it waits to be sent'
        when exists (select from embargowatch.verdicts v where v.article_id = a.id and v.relevant)
            then 'no record could be read'
        else 'not on a topic'
    end as outcome
from embargowatch.articles a
join lateral (
    select f.name
    from embargowatch.entry_feeds ef
    join embargowatch.feeds f on f.id = ef.feed_id
    where ef.entry_id = a.entry_id and f.tier = 'official'
    order by ef.seen_at, f.slug
    limit 1
) feed on true
left join lateral (
    select l.story_id, s.headline, al.sent_at, coalesce(al.reason, '') as reason
    from embargowatch.story_articles l
    join embargowatch.stories s on s.id = l.story_id
    left join embargowatch.alerts al on al.story_id = l.story_id
    where l.article_id = a.id
    order by al.sent_at nulls last, s.background, l.story_id
    limit 1
) told on true
where coalesce(a.published, a.created_at) > now() - interval '7 days'
  and not exists (select from embargowatch.articles later where later.url = a.url and later.revision > a.revision);

-- News that no official source has told yet, and for how long.
create view embargowatch.v_unconfirmed as
select s.id as story_id, s.topic, s.headline, s.first_seen, now() - s.first_seen as unconfirmed_for, s.origins
from embargowatch.stories s
where not s.background and not exists (
    select
    from embargowatch.story_articles l
    join embargowatch.articles a on a.id = l.article_id
    join embargowatch.entry_feeds ef on ef.entry_id = a.entry_id
    join embargowatch.feeds f on f.id = ef.feed_id
    where l.story_id = s.id and f.tier = 'official'
);
