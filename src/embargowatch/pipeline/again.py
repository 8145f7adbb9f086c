"""Judge again what is stored."""

from __future__ import annotations

import logging
from datetime import date
from typing import Literal

from psycopg2.extensions import connection

from embargowatch import store
from embargowatch.types import Tally

log = logging.getLogger("embargowatch.replay")


def replay(db: connection, *, since: date, until: date, stage: Literal["clean", "classify"] = "classify") -> Tally:
    """Put articles published from ``since`` to ``until`` (both in) back to a stage; what follows tells nobody.

    From ``clean`` the kept pages are read again; from ``classify`` the articles are judged again as they are.
    Raises ValueError for another stage, or days in the wrong order.
    """
    if stage not in ("clean", "classify"):
        raise ValueError(f"replay starts at clean or classify, not at {stage!r}")
    if since > until:
        raise ValueError(f"replay from {since} to {until}: the first day is after the last")
    with store.transaction(db):
        reopen = store.reopen_pages if stage == "clean" else store.reopen_articles
        reopened = reopen(db, since=since, until=until)
    log.info("%d put back to %s", reopened, stage)
    return Tally(done=reopened)
