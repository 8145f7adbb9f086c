"""Several sandboxes side by side, so that every core reads while the network goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Self, TypeVar

from embargowatch.sandbox import Sandbox

T = TypeVar("T")
SWITCH_S = 0.0005
"""After each word with the database, who saves waits for the network's thread to give way: 5 ms if nobody says else."""


class Readers:
    """Work for sandboxes, each of which does one thing at a time. Use as a context manager.

    Sandboxes that are given are left open; ``count`` of its own are closed in the end.
    """

    def __init__(self, count: int, sandbox: Sandbox | None = None) -> None:
        self._own = () if sandbox else tuple(Sandbox() for _ in range(count))
        self._free: SimpleQueue[Sandbox] = SimpleQueue()
        for each in self._own or (sandbox,):
            if each:
                self._free.put(each)
        self._threads = ThreadPoolExecutor(len(self._own) or 1, thread_name_prefix="reader")

    def start(self) -> None:
        """Start its own sandboxes now: they load what they need while the first answers are on their way."""
        for each in self._own:
            each.start("embargowatch.fetch")

    def do(self, work: Callable[[Sandbox], T]) -> Future[T]:
        """Do it in the next sandbox that is free."""
        return self._threads.submit(self._do, work)

    def _do(self, work: Callable[[Sandbox], T]) -> T:
        sandbox = self._free.get()
        try:
            return work(sandbox)
        finally:
            self._free.put(sandbox)

    def __enter__(self) -> Self:
        self._switch_s = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_S)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setswitchinterval(self._switch_s)
        self._threads.shutdown(cancel_futures=True)
        for each in self._own:
            each.close()
