"""
### Watch the news for sanctions and arms deals

Once a day (06:00 UTC; `EMBARGOWATCH_SCHEDULE` is the cron line that changes it) every feed that is due is
asked what is new. New articles are downloaded, cleaned, judged, turned into records and put into stories.

Each stage takes what waits in Postgres and leaves the rest: clear or rerun any task at any time, nothing is
lost and nothing is done twice. Stages are mapped over workers (`EMBARGOWATCH_WORKERS`), not over articles.
Official sources are watched hourly by `watch_official`. When this run has linked its stories, `send_alerts` starts.
"""

import os
from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from stages import DEFAULTS, watch

SCHEDULE = os.environ.get("EMBARGOWATCH_SCHEDULE") or "0 6 * * *"


@dag(
    schedule=CronTriggerTimetable(SCHEDULE, timezone="UTC", run_immediately=True),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=6),
    default_args=DEFAULTS,
    doc_md=__doc__,
    tags=["embargowatch", "watch"],
)
def watch_news() -> None:
    watch(tiers=("wire", "trade", "general", "state", "research"))


watch_news()
