"""The desk on a loopback port, served as Airflow serves it: mounted below a prefix of a bigger app."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

from embargowatch.desk import create_app

PREFIX = "/embargowatch"


class _Announced(uvicorn.Server):
    """Says when it listens, so that nobody has to wait and see."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@contextmanager
def serve(
    connect: Callable[[], Any],
    require_login: Callable[..., Any] | None = None,
    login_url: str = "",
    prefix: str = PREFIX,
) -> Iterator[str]:
    """The address of a desk, without a slash at its end; it stops at the end of the block."""
    app = create_app(connect, require_login, login_url=login_url)
    if prefix:
        outer = FastAPI()
        outer.mount(prefix, app)
        app = outer
    server = _Announced(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert server.listening.wait(20), "the desk did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}{prefix}"
    finally:
        server.should_exit = True
        thread.join(20)
