-- The eight nouns as tables, plus who is told. A row that waits for a stage says so itself, so that every
-- stage can ask "what is waiting?" with one indexed query and be killed at any point.
create schema if not exists embargowatch;

create table embargowatch.feeds (
    id              bigint generated always as identity primary key,
    slug            text not null unique,
    name            text not null,
    url             text not null,
    kind            text not null check (kind in ('feed', 'listing')),
    tier            text not null check (tier in ('official', 'wire', 'trade', 'general', 'state', 'research')),
    country         text not null default '',
    language        text not null default '',
    group_name      text not null default '',
    enabled         boolean not null default true,
    disabled_reason text not null default '',
    selectors       jsonb,
    user_agent      text not null default '',
    etag            text not null default '',
    last_modified   text not null default '',
    body_sha256     text not null default '',
    first_seen      timestamptz not null,
    polled_at       timestamptz,
    next_poll_at    timestamptz not null,
    newest_at       timestamptz,
    n_entries       integer not null default 0,      -- in the last answer
    failures        integer not null default 0,      -- in a row
    state           text not null default 'unverified' check (state in (
        'unverified', 'ok', 'quiet', 'stale', 'empty', 'not_a_feed', 'broken', 'truncated', 'slow',
        'consent_wall', 'blocked', 'unreachable', 'gone')),
    state_reason    text not null default '',
    state_since     timestamptz not null,
    edited_at       timestamptz                      -- set when a person edited the row: imports leave it alone
);
create index on embargowatch.feeds (next_poll_at) where enabled;

create table embargowatch.entries (
    id              bigint generated always as identity primary key,
    url             text not null unique,            -- canonical
    title           text not null default '',
    summary         text not null default '',
    authors         text[] not null default '{}',
    published       timestamptz,
    updated         timestamptz,
    date_note       text not null default '',
    seen_at         timestamptz not null,
    state           text not null default 'to_scrape' check (state in ('to_scrape', 'scraped', 'failed')),
    failure_kind    text not null default '',
    reason          text not null default '',
    attempts        integer not null default 0,
    next_try_at     timestamptz not null
);
create index on embargowatch.entries (next_try_at) where state = 'to_scrape';

create table embargowatch.entry_feeds (              -- the same article by two feeds is one entry
    entry_id        bigint not null references embargowatch.entries on delete cascade,
    feed_id         bigint not null references embargowatch.feeds on delete cascade,
    seen_at         timestamptz not null,
    content_sha256  text not null,                   -- of title, summary and updated, as this feed has them: a change asks for the page again
    primary key (entry_id, feed_id)
);
create index on embargowatch.entry_feeds (feed_id, seen_at);

create table embargowatch.pages (
    id              bigint generated always as identity primary key,
    entry_id        bigint not null references embargowatch.entries on delete cascade,
    url             text not null,
    final_url       text not null,
    status          integer not null,                -- 0: no answer at all, the feed's own text stands in
    headers         jsonb not null default '{}',
    sha256          text not null,
    body_zstd       bytea not null,
    fetched_at      timestamptz not null,
    failure_kind    text not null default '',        -- set when this row stands for a page that could not be had
    reason          text not null default '',
    state           text not null default 'to_clean' check (state in ('to_clean', 'cleaned', 'superseded', 'failed')),
    state_reason    text not null default '',
    replayed        boolean not null default false,  -- cleaned again by `replay`: its article tells nobody
    unique (entry_id, sha256)
);
create index on embargowatch.pages (id) where state = 'to_clean';
create index on embargowatch.pages (entry_id, fetched_at);

create table embargowatch.articles (
    id              bigint generated always as identity primary key,
    entry_id        bigint not null references embargowatch.entries on delete cascade,
    page_id         bigint not null references embargowatch.pages on delete cascade,
    url             text not null,
    revision        integer not null,
    title           text not null,
    text            text not null,
    text_sha256     text not null,                   -- of title and text, so that an unchanged page is no revision
    authors         text[] not null default '{}',
    published       timestamptz,
    language        text not null default '',
    status          text not null,
    reason          text not null default '',
    created_at      timestamptz not null,
    state           text not null check (state in ('to_classify', 'to_extract', 'to_link', 'done', 'failed', 'unreadable')),
    state_reason    text not null default '',
    replayed        boolean not null default false,  -- judged again by `replay`: tells nobody
    to_tell         boolean not null default false,  -- on topic and gave no record: goes into the digest as not read by the machine
    unique (url, revision)
);
create index on embargowatch.articles (state, id) where state like 'to\_%';
create index on embargowatch.articles (published);
create index on embargowatch.articles (entry_id);

create table embargowatch.verdicts (
    article_id      bigint not null references embargowatch.articles on delete cascade,
    topic           text not null,
    relevant        boolean not null,
    score           real not null,
    because         text[] not null default '{}',
    against         text[] not null default '{}',
    classifier      text not null,                   -- version
    judged_at       timestamptz not null,
    primary key (article_id, topic, classifier)
);

create table embargowatch.sanctions (
    id               bigint generated always as identity primary key,
    article_id       bigint not null references embargowatch.articles on delete cascade,
    fingerprint      text not null,
    action           text not null,
    action_detail    text not null default '',
    licence_no       text not null default '',
    senders          text[] not null default '{}',
    authority        text not null default '',
    target_countries text[] not null default '{}',
    scope            text not null default '',
    targets          jsonb not null default '[]',
    n_designated     integer,
    measures         text[] not null default '{}',
    measures_implied text[] not null default '{}',
    list             text not null default '',
    programs         text[] not null default '{}',
    announced        text not null default '',
    listing_date     text not null default '',
    start_date       text not null default '',
    end_date         text not null default '',
    wind_down_until  text not null default '',
    respondents      text[] not null default '{}',
    penalty          jsonb,
    evaders          text[] not null default '{}',
    reason           text not null default '',
    modality         text not null,
    claimed_by       text not null default '',
    background       boolean not null,
    date             text not null default '',
    official_ref     text not null default '',
    summary          text not null default '',
    quote            text not null default '',
    confidence       jsonb not null default '{}',
    unique (article_id, fingerprint)
);

create table embargowatch.arms_deals (
    id               bigint generated always as identity primary key,
    article_id       bigint not null references embargowatch.articles on delete cascade,
    fingerprint      text not null,
    stage            text not null,
    stage_detail     text not null default '',
    suppliers        text[] not null default '{}',
    recipients       text[] not null default '{}',
    manufacturers    text[] not null default '{}',
    intermediaries   text[] not null default '{}',
    end_user         text not null default '',
    weapons          jsonb not null default '[]',
    value            jsonb,
    transfer_type    text not null default '',
    us_channel       text not null default '',
    local_production boolean,
    order_date       text not null default '',
    delivery_years   text not null default '',
    modality         text not null,
    claimed_by       text not null default '',
    background       boolean not null,
    date             text not null default '',
    official_ref     text not null default '',
    summary          text not null default '',
    quote            text not null default '',
    confidence       jsonb not null default '{}',
    unique (article_id, fingerprint)
);

create table embargowatch.evidence (                 -- one row a passage, of one record of either kind
    sanction_id     bigint references embargowatch.sanctions on delete cascade,
    arms_deal_id    bigint references embargowatch.arms_deals on delete cascade,
    field           text not null,
    position        integer not null,
    located         text not null check (located in ('title', 'text')),
    starts          integer not null,                -- code points
    ends            integer not null,
    quote           text not null,
    check (num_nonnulls(sanction_id, arms_deal_id) = 1)
);
create index on embargowatch.evidence (sanction_id);
create index on embargowatch.evidence (arms_deal_id);

create table embargowatch.stories (
    id              bigint generated always as identity primary key,
    topic           text not null,
    headline        text not null,
    stage           text not null,
    record          jsonb not null,                  -- the merged record, as `analyze` prints one
    parties         text[] not null default '{}',    -- countries and bodies on either side, for the look-up
    first_seen      timestamptz not null,
    last_seen       timestamptz not null,
    published       timestamptz,
    news_from       timestamptz not null,            -- its articles' days, published or else seen: what link compares
    news_until      timestamptz not null,
    background      boolean not null,
    changed_at      timestamptz not null,
    to_merge        boolean not null default false,  -- its records changed: the merged record is to be made again
    by_replay       boolean not null default false,  -- what changed since alerts were last decided came from `replay` only
    to_tell         boolean not null default true    -- changed since alerts were last decided
);
create index on embargowatch.stories (topic, last_seen);
create index on embargowatch.stories (topic, news_until);
create index on embargowatch.stories using gin (parties);
create index on embargowatch.stories (id) where to_tell;
create index on embargowatch.stories (id) where to_merge;

create table embargowatch.story_articles (           -- which record of which article tells which story
    story_id        bigint not null references embargowatch.stories on delete cascade,
    article_id      bigint not null references embargowatch.articles on delete cascade,
    sanction_id     bigint references embargowatch.sanctions on delete cascade,
    arms_deal_id    bigint references embargowatch.arms_deals on delete cascade,
    linked_at       timestamptz not null,
    check (num_nonnulls(sanction_id, arms_deal_id) = 1)
);
create index on embargowatch.story_articles (story_id);
create index on embargowatch.story_articles (article_id);
create unique index on embargowatch.story_articles (sanction_id) where sanction_id is not null;
create unique index on embargowatch.story_articles (arms_deal_id) where arms_deal_id is not null;

create table embargowatch.subscriptions (
    id              bigint generated always as identity primary key,
    email           text not null,
    name            text not null default '',
    topics          text[] not null default '{}',
    countries       text[] not null default '{}',
    cadence         text not null check (cadence in ('immediate', 'daily')),
    channel         text not null default 'email',
    since           timestamptz not null,
    enabled         boolean not null default true,
    edited_at       timestamptz,
    unique (email, channel, cadence)
);

create table embargowatch.alerts (
    id              bigint generated always as identity primary key,
    subscription_id bigint not null references embargowatch.subscriptions on delete cascade,
    story_id        bigint references embargowatch.stories on delete cascade,
    article_id      bigint references embargowatch.articles on delete cascade,
    told_hash       text not null,
    state           text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'held', 'dead')),
    reason          text not null default '',
    message_id      text not null default '',
    attempts        integer not null default 0,
    created_at      timestamptz not null,
    next_try_at     timestamptz not null,
    sent_at         timestamptz,
    check (num_nonnulls(story_id, article_id) = 1),
    unique nulls not distinct (subscription_id, story_id, article_id, told_hash)
);
create index on embargowatch.alerts (subscription_id, next_try_at) where state in ('waiting', 'sending');
