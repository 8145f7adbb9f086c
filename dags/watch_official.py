"""
### Watch the official sources

The same line as `watch_news`, for the sources of the official tier, every hour (`EMBARGOWATCH_OFFICIAL_SCHEDULE`
is the cron line that changes it): an asset freeze bites on the day it is published.
"""

import os
from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from stages import DEFAULTS, watch

SCHEDULE = os.environ.get("EMBARGOWATCH_OFFICIAL_SCHEDULE") or "15 * * * *"


@dag(
    schedule=CronTriggerTimetable(SCHEDULE, timezone="UTC", run_immediately=True),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=DEFAULTS,
    doc_md=__doc__,
    tags=["embargowatch", "watch"],
)
def watch_official() -> None:
    watch(tiers=("official",))


watch_official()
