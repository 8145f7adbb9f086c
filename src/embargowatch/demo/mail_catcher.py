"""A mail server on loopback that delivers to nobody: it keeps each mail as a file and shows them in a browser.

    python -m embargowatch.demo.mail_catcher --port 1025 --web-port 8025 --state DIR

Mails are in ``DIR/mails``. The HTML part is shown in a sandboxed frame under a policy that lets nothing run or load.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .inbox import Caught, Inbox, part
from .serving import LOOPBACK, Answer, Server, end_on_signal

INERT = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; base-uri 'none'"
)
"""For the HTML part: links open in a new window, nothing else happens."""
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"


class Keeper:
    """What aiosmtpd calls for each mail."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        recipients = ", ".join(envelope.rcpt_tos).encode("ascii", "replace")
        name = self._inbox.keep(b"X-Envelope-To: " + recipients + b"\r\n" + bytes(content))  # type: ignore[arg-type]
        return f"250 kept as {name}"


class Pages:
    """The site: ``answer`` is what ``serving.Server`` wants."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        folder = FileSystemLoader(Path(__file__).parent / "templates")
        self._templates = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)

    def answer(self, path: str) -> Answer:
        """``/`` lists the mails, ``/mails/000001`` shows one, ``/mails/000001/html`` is its HTML part."""
        if path == "/":
            return self._list()
        _, top, name, *rest = [*path.split("/"), ""]
        caught = self._inbox.mail(name) if top == "mails" else None
        if caught and rest[0] == "html":
            return Answer(
                _links_outside(part(caught.message, "html")).encode(), headers={"Content-Security-Policy": INERT}
            )
        if caught and rest[0] == "":
            return self._show(caught)
        return Answer(b"<!doctype html><title>404</title><h1>No such mail</h1>", status=404)

    def _list(self) -> Answer:
        mails = self._inbox.mails()
        times_seen = Counter(str(caught.message["Message-ID"]) for caught in mails)
        return self._page("inbox.html", mails=list(reversed(mails)), times_seen=times_seen)

    def _show(self, caught: Caught) -> Answer:
        message = caught.message
        return self._page(
            "mail.html", caught=caught, plain=part(message, "plain"), has_html=bool(part(message, "html"))
        )

    def _page(self, template: str, **values: object) -> Answer:
        text = self._templates.get_template(template).render(**values)
        return Answer(text.encode(), headers={"Content-Security-Policy": PAGE_POLICY})


def _links_outside(source: str) -> str:
    """The HTML part with its links opening outside the frame, where they would lead nowhere."""
    head = re.search(r"<head[^>]*>", source, re.IGNORECASE)
    at = head.end() if head else 0
    return f'{source[:at]}<base target="_blank">{source[at:]}'


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="embargowatch.demo.mail_catcher", description=__doc__)
    parser.add_argument("--host", default=LOOPBACK, help="to listen on; only a container needs another than loopback")
    parser.add_argument("--port", type=int, required=True, help="for SMTP")
    parser.add_argument("--web-port", type=int, default=0, help="for the browser; 0 is any free one")
    parser.add_argument("--state", type=Path, required=True, help="folder for the mails")
    arguments = parser.parse_args(argv)
    end_on_signal()
    inbox = Inbox(arguments.state)
    smtp = Controller(Keeper(inbox), hostname=arguments.host, port=arguments.port)
    with Server(arguments.web_port, Pages(inbox).answer, host=arguments.host) as web:
        smtp.start()
        try:
            print(f"mail catcher listens on smtp://{arguments.host}:{arguments.port} and {web.url}", flush=True)
            web.serve_forever()
        finally:
            smtp.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
