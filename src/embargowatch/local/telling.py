"""What a person at the terminal is told while things start: a line at once, each with the time since the start."""

from __future__ import annotations

import sys
import time

BEGAN = time.monotonic()


def say(text: str) -> None:
    """One line of progress, on standard error like all that is not a result."""
    print(f"[{time.monotonic() - BEGAN:5.1f} s] {text}", file=sys.stderr, flush=True)
