"""Hostile input is read in a child process, under limits of CPU time and memory that hold inside C code too.

A feed of 0.4 MB can keep a parser busy for half a minute, and a signal does not stop it; a text can do the same to
the rules. The child is kept from one item to the next; one that goes over its limit is killed, costs its own item,
and is replaced.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import select
import signal
import struct
import sys
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, Self, cast

from embargowatch.types import ArmsDeal, Article, Entry, Failure, Feed, Page, Sanction, Verdict

if TYPE_CHECKING:
    import subprocess

    from embargowatch.clean import Reading
    from embargowatch.fetch import FeedContent
    from embargowatch.fetch.look import Look
    from embargowatch.link.units import Unit

GIVES_WAY = 5
"""Whoever fetches and saves waits for the network and the database; what reads for them takes what they leave."""
_LENGTH = struct.Struct(">Q")


class OverLimit(Exception):
    """The item took more than {limit}."""


class Sandbox:
    """A reader of hostile feeds, pages and texts. Use as a context manager, or call close().

    ``cpu_s`` is the CPU time for one item, ``memory`` the bytes of address space of the child, ``wall_s`` a
    backstop for what takes time without CPU.
    """

    def __init__(self, cpu_s: float = 10.0, memory: int = 2 << 30, wall_s: float = 120.0) -> None:
        self._limits = (cpu_s, memory)
        self._wall_s = wall_s
        self._child: subprocess.Popen[bytes] | None = None

    def read_feed(self, page: Page, feed: Feed, now: datetime) -> FeedContent | Failure:
        """`fetch.read_feed`; a feed over the limit is broken, with the limit in the reason."""
        try:
            return cast("FeedContent | Failure", self._call("embargowatch.fetch.read_feed", page, feed, now))
        except OverLimit as error:
            return Failure("broken", f"{feed.slug}: {page.final_url} was given up: {error}")

    def look(self, page: Page, now: datetime) -> Look:
        """`fetch.look.look`; an answer over the limit is broken, with the limit in the reason."""
        try:
            return cast("Look", self._call("embargowatch.fetch.look.look", page, now))
        except OverLimit as error:
            failure = Failure("broken", f"{page.final_url} was given up: {error}")
            return cast("Look", _named("embargowatch.fetch.look.Look")("", "feed", failure))

    def clean(self, page: Page, entry: Entry, now: datetime) -> Article:
        """`clean.clean`; a page over the limit gives the feed's own text, with the limit in the reason."""
        try:
            return cast("Article", self._call("embargowatch.clean.clean", page, entry, now))
        except OverLimit as error:
            reason = f"{page.final_url} was given up: {error}"
            return cast("Article", _named("embargowatch.clean.clean_failed")(entry, "internal", reason, now))

    def read_html(self, html: str, url: str = "") -> Reading:
        """`clean.read_html`; a page over the limit has the status error, with the limit in the reason."""
        try:
            return cast("Reading", self._call("embargowatch.clean.read_html", html, url))
        except OverLimit as error:
            reason = f"{url or 'the page'} was given up: {error}"
            return cast("Reading", _named("embargowatch.clean.Reading")(status="error", reason=reason))

    def judge(self, article: Article) -> tuple[Verdict, ...]:
        """`classify.judge`. Raises OverLimit."""
        return cast("tuple[Verdict, ...]", self._call("embargowatch.classify.judge", article))

    def extract(self, article: Article) -> tuple[Sanction | ArmsDeal, ...]:
        """`extract.extract`. Raises OverLimit."""
        return cast("tuple[Sanction | ArmsDeal, ...]", self._call("embargowatch.extract.extract", article))

    def unit(self, article: Article) -> Unit:
        """`link.units.unit` of the text alone, without verdicts and records. Raises OverLimit."""
        return cast("Unit", self._call("embargowatch.link.units.unit", article, (), ()))

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call(self, function: str, *args: object) -> object:
        """Call a function by its name: its module is loaded in the child alone, and only what is called."""
        try:
            outcome = self._ask((function, args))
        except BaseException:  # whatever happened, the pipe may be in the middle of an answer
            self.close()
            raise
        if isinstance(outcome, MemoryError):
            self.close()
            raise OverLimit(f"it needed more than {self._limits[1] >> 20} MB of memory")
        if isinstance(outcome, BaseException):
            raise outcome
        return cast("object", outcome)

    def _ask(self, question: object) -> Any:
        child = self._started()
        stdin, stdout = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        try:
            _write(stdin, question)
            if not select.select([stdout], [], [], self._wall_s)[0]:
                raise OverLimit(f"it took more than {self._wall_s:g} s")
            return _read(stdout)
        except (OSError, EOFError) as error:
            raise OverLimit(self._epitaph(child.wait())) from error

    def _epitaph(self, status: int) -> str:
        cpu_s, memory = self._limits
        return (
            f"it took more than {cpu_s:g} s of CPU time"
            if status == -signal.SIGXCPU
            else f"its reader died ({status}), with at most {memory >> 20} MB of memory"
        )

    def start(self, module: str) -> None:
        """Start the child, if there is none, and load a module there: it will be ready when it is needed."""
        self._started(module)

    def _started(self, module: str = "embargowatch.types") -> subprocess.Popen[bytes]:
        if self._child is None:
            import subprocess  # noqa: PLC0415 - the child is this module too, and has no use for it

            self._child = subprocess.Popen(
                [sys.executable, "-m", "embargowatch.sandbox", *map(str, self._limits), module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._child


def _write(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, protocol=5)
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> Any:
    """The next value. Pickle is safe here: both ends are this program, and what is hostile is only a string in it."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 — see the docstring


def _named(function: str) -> Any:
    module, _, name = function.rpartition(".")
    return getattr(import_module(module), name)


def _serve(cpu_s: float, memory: int) -> None:
    """The child: one call after the other until the pipe is closed."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.nice(GIVES_WAY)
    gc.freeze()  # what was loaded stays; looking through it for garbage again and again costs a fifth of the reading
    gc.set_threshold(20_000, 20, 20)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what goes over its limit leaves no dump of 2 GB behind
    with suppress(EOFError):
        while True:
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
            name, args = _read(source)
            outcome: object
            try:
                function = _named(name)  # loading a module is not the item's doing
                used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
                resource.setrlimit(resource.RLIMIT_CPU, (int(used + cpu_s) + 1, hard))
                outcome = function(*args)
            except (MemoryError, Exception) as error:  # handed to the parent, which raises it
                import traceback  # noqa: PLC0415 - few children ever need it

                error.add_note(f"In the reader's process:\n{traceback.format_exc()}")
                outcome = error
            _write(sink, outcome)


if __name__ == "__main__":
    import_module(sys.argv[3])
    _serve(float(sys.argv[1]), int(sys.argv[2]))
