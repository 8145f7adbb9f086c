-- When a source is asked, where it has moved to, and what its host wants.
alter table embargowatch.feeds
    add column user_agent_reason text not null default '',
    add column moved_from        text not null default '',  -- the address in feeds.yaml, once the source has moved for good
    add column moved_at          timestamptz,
    add column retired_at        timestamptz;               -- the server said "gone for good" (410): not asked on schedule

-- One row a host that was ever asked: whoever may ask it next, in whichever process, looks here first.
create table embargowatch.hosts (
    host       text primary key,                            -- with its port, if the address names one
    free_at    timestamptz not null,                        -- the delay after the last request, or what the host asked for
    held_until timestamptz not null,                        -- somebody is asking it; should that process die, until then
    slowness   integer not null default 0,                  -- how many times its delay is doubled
    reason     text not null default ''                     -- why it is slowed down
);

create table embargowatch.robots (
    origin     text primary key,                            -- scheme, host and port
    verdict    text not null check (verdict in ('rules', 'allowed', 'refused')),
    body       text not null default '',                    -- of robots.txt, where there are rules
    reason     text not null default '',                    -- why nothing may be fetched just now
    expires_at timestamptz not null
);
