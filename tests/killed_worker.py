"""A worker for test_killed.py: runs one stage and stands still before the n-th call of a function of the store.

    python killed_worker.py STAGE DATABASE_URL WEB_HOST MAIL_PORT NOW FUNCTION NTH

It writes "reached" when it stands there, and goes on when a line comes in. Batches are small, so that some are
saved by then and some are not begun.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from typing import Any

from embargowatch import store
from embargowatch.channels.email import MailServer
from embargowatch.cli import stages
from embargowatch.pipeline import deciding, judging, linking, reading, scraping, sources
from embargowatch.settings import Settings
from line import run_stage


def stand_still_at(function: str, nth: int) -> None:
    real, calls = getattr(store, function), 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            print("reached", flush=True)
            sys.stdin.readline()
        return real(*args, **kwargs)

    setattr(store, function, counted)


def main() -> None:
    stage, url, web_host, mail_port, now_text, function, nth = sys.argv[1:]
    for module in (sources, scraping, reading, judging, linking, deciding):
        module.BATCH = 2  # type: ignore[misc]  # this worker's own
    stand_still_at(function, int(nth))
    settings = Settings(database_url=url, allow_hosts=frozenset({web_host}), host_delay_s=0.0)
    now = datetime.fromisoformat(now_text)
    if stage.startswith("cli "):
        stages._now = lambda: now
        os.environ |= {
            "EMBARGOWATCH_DATABASE_URL": url,
            "EMBARGOWATCH_ALLOW_HOSTS": web_host,
            "EMBARGOWATCH_HOST_DELAY_S": "0",
        }
        sys.exit(stages.run(argparse.Namespace(command=stage.removeprefix("cli "))))
    run_stage(stage, store.connect(url), settings, MailServer("127.0.0.1", int(mail_port)), now)


if __name__ == "__main__":
    main()
