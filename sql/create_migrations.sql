create table if not exists embargowatch.migrations (
    version    text primary key,
    sha256     text not null,
    applied_at timestamptz not null default now()
)
