"""
### Tell the people who asked

Starts when a watch has linked its stories, and every 15 minutes for what is due by then and for what could not be
delivered before. Decides for each story that changed who is to be told, then sends immediate alerts, one mail a
story, and the digests whose hour has come where their reader is, through the Airflow connection `smtp_default` or the
channel of the subscription. Nothing due: done at once.

A mail is sent once; after a crash in the middle of sending it may come twice, and then says so. While the mail
server is down alerts wait in the table `alerts`; a refused recipient is there too, as `dead`, with the server's words.
"""

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag

from stages import DEFAULTS, STORIES, decide, import_subscribers, send


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/15 * * * *", timezone="UTC"), assets=[STORIES]),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=DEFAULTS,
    doc_md=__doc__,
    tags=["embargowatch", "alert"],
)
def send_alerts() -> None:
    import_subscribers() >> decide() >> send()


send_alerts()
