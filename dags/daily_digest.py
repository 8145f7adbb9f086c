"""
### The daily digest

Once a day (07:00 UTC; `EMBARGOWATCH_DIGEST_SCHEDULE` is the cron line that changes it) each daily subscriber who has
named no hour gets one mail with all that is new since the last one, and the sources that we cannot see. Nothing new:
no mail. The others' digests are sent by `send_alerts`.

`EMBARGOWATCH_OPERATOR` is mailed which sources turned for the worse, if any did. What old pages held is let go after
`EMBARGOWATCH_KEEP_PAGES_DAYS` days, if that is set.
"""

import os
from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from stages import DEFAULTS, decide, forget, import_subscribers, send_digest, tell_operator

SCHEDULE = os.environ.get("EMBARGOWATCH_DIGEST_SCHEDULE") or "0 7 * * *"


@dag(
    schedule=CronTriggerTimetable(SCHEDULE, timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=DEFAULTS,
    doc_md=__doc__,
    tags=["embargowatch", "alert"],
)
def daily_digest() -> None:
    import_subscribers() >> decide() >> send_digest()
    tell_operator()
    forget()


daily_digest()
