-- Narrower wishes, hours of one's own, what to be silent about, and what each was told; records that a person refused.
alter table embargowatch.subscriptions
    add column label          text not null default '',   -- tells an address's subscriptions apart
    add column weapons        text[] not null default '{}',
    add column categories     text[] not null default '{}',
    add column measures       text[] not null default '{}',
    add column programs       text[] not null default '{}',
    add column targets        text[] not null default '{}',
    add column stages         text[] not null default '{}',
    add column languages      text[] not null default '{}',
    add column min_confidence double precision not null default 0 check (min_confidence between 0 and 1),
    add column official_only  boolean not null default false,
    add column timezone       text not null default 'UTC',
    add column hour           smallint check (hour between 0 and 23),  -- null: with daily_digest
    add column weekday        smallint not null default 0 check (weekday between 0 and 6),
    add column quiet_from     text not null default '',
    add column quiet_until    text not null default '',
    add column most_per_hour  integer not null default 30 check (most_per_hour > 0),
    add column address        text not null default '',   -- where a channel other than mail leads, or env:NAME
    add column secret         text not null unique        -- of the feed and of one-click unsubscribing
        default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
    add column muted_until    timestamptz,
    drop constraint subscriptions_cadence_check,
    add constraint subscriptions_cadence_check check (cadence in ('immediate', 'hourly', 'daily', 'weekly')),
    drop constraint subscriptions_email_channel_cadence_key,
    add unique (email, channel, cadence, label);

create table embargowatch.subscription_faults (          -- of subscribers.yaml, as last read
    place           integer primary key,
    fault           text not null,
    seen_at         timestamptz not null
);

create table embargowatch.muted_stories (
    subscription_id bigint not null references embargowatch.subscriptions on delete cascade,
    story_id        bigint not null references embargowatch.stories on delete cascade,
    muted_at        timestamptz not null,
    primary key (subscription_id, story_id)
);
create index on embargowatch.muted_stories (story_id);

alter table embargowatch.alerts
    add column kind        text not null default 'news' check (kind in ('news', 'change', 'correction')),
    add column urgent      boolean not null default false,  -- an official designation: neither dropped nor delayed
    add column before_hash text not null default '',        -- of what was told before, if anything was
    add column told        jsonb,                           -- the record as it is told, and whether it is confirmed
    drop constraint alerts_subscription_id_story_id_article_id_told_hash_key,
    add unique nulls not distinct (subscription_id, story_id, article_id, told_hash, before_hash, kind);
create index on embargowatch.alerts (subscription_id, sent_at) where state = 'sent';

alter table embargowatch.sanctions
    add column rejected_at   timestamptz,
    add column rejected_by   text not null default '',
    add column reject_reason text not null default '',
    add column corrected     jsonb;                         -- the record as a person says it is, as `analyze` prints one
alter table embargowatch.arms_deals
    add column rejected_at   timestamptz,
    add column rejected_by   text not null default '',
    add column reject_reason text not null default '',
    add column corrected     jsonb;

alter table embargowatch.stories
    add column correction   text not null default '',       -- why a person changed it since alerts were last decided
    add column withdrawn_at timestamptz;                    -- every record that told it was refused by a person
