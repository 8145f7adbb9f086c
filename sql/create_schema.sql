create schema if not exists embargowatch
