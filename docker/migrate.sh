#!/bin/sh
# Runs once before the services of docker-compose.yaml: logins, databases, tables. Safe to run again.
set -eu
for folder in logs passwords newsroom; do chown embargowatch /var/lib/embargowatch/$folder; done
umask 077
python3 - <<'PY'
import json, os, pathlib
file = pathlib.Path("/var/lib/embargowatch/passwords/passwords.json")
file.write_text(json.dumps({"admin": os.environ["ADMIN_PASSWORD"], "viewer": os.environ["VIEWER_PASSWORD"]}))
os.chown(file, 50000, -1)

import psycopg2
db = psycopg2.connect(os.environ["EMBARGOWATCH_DATABASE_URL"])
db.autocommit = True
with db.cursor() as cursor:
    cursor.execute("select 1 from pg_database where datname = 'airflow'")
    if cursor.fetchone() is None:
        cursor.execute("create database airflow")
PY
airflow db migrate
python3 -m embargowatch migrate
