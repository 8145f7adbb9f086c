"""
### Judge again what is stored

After a new version of the rules: takes the articles of a range of days, cleans or judges them again from the pages
that are kept, and puts their records into stories. Nothing is fetched, and nobody is mailed.
"""

from datetime import date, timedelta

from airflow.sdk import Param, dag, get_current_context, task

from connections import database
from stages import DEFAULTS, judge_again


@task
def reopen() -> dict[str, int]:
    """Put the articles of the range back to the stage that was asked for."""
    from dataclasses import asdict

    from embargowatch import pipeline

    params = get_current_context()["params"]
    since = date.fromisoformat(params["since"]) if params["since"] else date.min
    until = date.fromisoformat(params["until"]) if params["until"] else date.max
    with database() as db:
        return asdict(pipeline.replay(db, since=since, until=until, stage=params["stage"]))


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=12),
    default_args=DEFAULTS,
    doc_md=__doc__,
    tags=["embargowatch", "replay"],
    params={
        "since": Param(
            None,
            type=["null", "string"],
            format="date",
            title="First day",
            description="Articles published (else first seen) on this day, UTC, or later. Empty: from the first.",
        ),
        "until": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Last day",
            description="Articles published (else first seen) on this day, UTC, or before. Empty: to the last.",
        ),
        "stage": Param(
            "classify",
            type="string",
            enum=["classify", "clean"],
            title="Start at",
            description="classify: judge and record again. clean: first read the stored page again, then judge.",
        ),
    },
)
def replay() -> None:
    reopen() >> judge_again()


replay()
