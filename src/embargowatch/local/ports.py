"""Which loopback ports are free."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port(preferred: int, taken: frozenset[int] = frozenset()) -> int:
    """The preferred port, or the next free one above it that is not in ``taken``."""
    for port in range(preferred, preferred + 200):
        if port not in taken and is_free(port):
            return port
    raise OSError(f"no free port on {LOOPBACK} between {preferred} and {preferred + 199}")


def answers_within(port: int, seconds: float, name: str, check: Callable[[], None] = lambda: None) -> None:
    """Return when somebody listens on the loopback port; ``check`` raises where waiting has become vain.

    Raises TimeoutError naming who should have listened.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        check()
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"{name} does not answer on {LOOPBACK}:{port} after {seconds:.0f} s; read its log")
