"""Channels beside mail, against real servers on loopback: what arrives, what a refusal means, what stays secret."""

from __future__ import annotations

import hmac
import io
import json
import logging
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from embargowatch.channels import CHANNELS, Closed, Down, Refused, Sent, channel_for
from embargowatch.channels.chat import Chat
from embargowatch.channels.email import MailServer
from embargowatch.channels.webhook import Webhook, secret_key, signature
from embargowatch.local import ports
from embargowatch.settings import Settings
from embargowatch.types import Mail, Subscription

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = f"whsec_{b64encode(KEY).decode()}"
MAIL = Mail(
    to="anna@example.org",
    subject="Signed: Poland orders 218 K239 Chunmoo <!channel>, ₩5tn",
    text="The whole mail.\n",
    html="<p>The whole mail.</p>",
    message_id="<abc123@news.example>",
    short="Signed: Poland orders 218 K239 Chunmoo <!channel>, ₩5tn\nquantity: ? → 24\nhttp://desk.example/stories/7",
    facts={"stories": [{"id": 7, "stage": "Signed"}]},
)
ANNA = Subscription("anna@example.org", id=1)


@dataclass
class Listener:
    """Keeps what is posted to it, and answers as it is told."""

    port: int
    status: int = 200
    answer: bytes = b"ok"
    silent: bool = False
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    """Starts a web server on loopback that keeps what it is sent."""
    running: list[tuple[ThreadingHTTPServer, Listener]] = []

    def start(tls: ssl.SSLContext | None = None, **how: Any) -> Listener:
        listener = Listener(ports.free_port(20450), **how)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["content-length"]))
                listener.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, content))
                if listener.silent:
                    listener.released.wait(30)
                    return
                self.send_response(listener.status)
                if 300 <= listener.status < 400:
                    self.send_header("location", f"{listener.url}/elsewhere")
                self.send_header("content-length", str(len(listener.answer)))
                self.end_headers()
                self.wfile.write(listener.answer)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", listener.port), Handler)
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        running.append((server, listener))
        return listener

    yield start
    for server, listener in running:
        listener.released.set()
        server.shutdown()
        server.server_close()


Listen = Callable[..., Listener]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What reaches the root logger; pytest's own fixture also listens where nothing is passed on."""
    heard = io.StringIO()
    handler, root = logging.StreamHandler(heard), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield heard
    root.removeHandler(handler)
    root.setLevel(level)


def webhook(listener: Listener, *, allowed: bool = True, path: str = "/hook/T0KEN") -> Webhook:
    allow = frozenset({f"127.0.0.1:{listener.port}"}) if allowed else frozenset()
    return Webhook(f"{listener.url}{path} {SECRET}", Settings(allow_hosts=allow, timeout_s=5))


# --- which one ----------------------------------------------------------------------------------------------------


def test_every_channel_can_be_had_once_it_is_allowed_and_none_before() -> None:
    allowed = Settings(channels=frozenset(CHANNELS))
    for name in CHANNELS[1:]:
        wanted = replace(ANNA, channel=name, address="env:WHERE")
        made = channel_for(wanted, allowed, MailServer("x"), {"WHERE": "json://127.0.0.1"})
        assert isinstance(made, (Webhook, Chat))
        off = channel_for(wanted, Settings(), MailServer("x"), {"WHERE": "json://127.0.0.1"}).send(MAIL)
        assert off == Refused(
            f"the channel {name} is switched off (EMBARGOWATCH_CHANNELS does not name it)", permanent=True
        )
    server = MailServer("x")
    assert channel_for(ANNA, Settings(), server) is server


@pytest.mark.parametrize(
    ("address", "permanent"), [("", True), ("https://h.example/1", True), ("env:", True), ("env:NO", False)]
)
def test_an_address_that_is_not_there_says_so_and_is_not_repeated(address: str, permanent: bool) -> None:
    settings = Settings(channels=frozenset({"slack"}))
    closed = channel_for(replace(ANNA, channel="slack", address=address), settings, MailServer("x"), {})
    assert isinstance(closed, Closed)
    assert closed.permanent is permanent
    assert "h.example" not in closed.reason


# --- webhook --------------------------------------------------------------------------------------------------------


def test_the_signature_is_the_one_of_the_standard() -> None:
    # The worked example of the Standard Webhooks reference implementations.
    key = secret_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    written = signature("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}', key)
    assert written == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_gets_the_facts_signed(listen: Listen) -> None:
    listener = listen()
    assert webhook(listener).send(MAIL) == Sent()
    ((path, headers, content),) = listener.got
    assert path == "/hook/T0KEN"
    assert headers["content-type"] == "application/json"
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + content
    assert headers["webhook-signature"] == "v1," + b64encode(hmac.digest(KEY, told, sha256)).decode()
    said = json.loads(content)
    assert said["type"] == "embargowatch.alert"
    assert said["data"]["stories"] == [{"id": 7, "stage": "Signed"}]
    assert said["data"]["subject"] == MAIL.subject


def test_a_repeated_message_has_the_same_id_and_says_so(listen: Listen) -> None:
    listener = listen()
    for mail in (MAIL, replace(MAIL, maybe_repeat=True), replace(MAIL, message_id="<other@news.example>")):
        webhook(listener).send(mail)
    first, again, other = (headers["webhook-id"] for _, headers, _ in listener.got)
    assert first == again != other
    assert [json.loads(content)["data"]["maybe_repeat"] for _, _, content in listener.got] == [False, True, False]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (204, Sent()),
        (410, Refused("webhook 127.0.0.1 answered 410", permanent=True)),
        (307, Refused("webhook 127.0.0.1 answered 307", permanent=True)),
        (429, Refused("webhook 127.0.0.1 answered 429", permanent=False)),
        (503, Refused("webhook 127.0.0.1 answered 503", permanent=False)),
    ],
)
def test_what_a_webhook_answers_is_told_as_it_is(listen: Listen, status: int, outcome: Any) -> None:
    listener = listen(status=status, answer=b"")
    assert webhook(listener).send(MAIL) == outcome
    assert len(listener.got) == 1


def test_a_webhook_that_is_not_there_or_falls_silent_is_down(listen: Listen) -> None:
    nobody = Listener(ports.free_port(20460))
    assert webhook(nobody).send(MAIL) == Down("webhook 127.0.0.1 cannot be reached")
    silent = webhook(listen(silent=True))
    outcome = replace(silent, settings=replace(silent.settings, timeout_s=0.5)).send(MAIL)
    assert isinstance(outcome, Down)
    assert outcome.maybe_taken


def test_a_webhook_inside_the_network_gets_nothing_unless_it_is_allowed(listen: Listen) -> None:
    listener = listen()
    outcome = webhook(listener, allowed=False).send(MAIL)
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert listener.got == []


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "no base64 at all", b64encode(KEY).decode()])
def test_without_a_secret_nothing_is_posted(listen: Listen, secret: str) -> None:
    listener = listen()
    outcome = replace(webhook(listener), address=f"{listener.url} {secret}").send(MAIL)
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert not secret or secret not in outcome.reason or secret == "whsec_"
    assert listener.got == []


def test_neither_address_nor_secret_is_ever_logged(listen: Listen, log: io.StringIO) -> None:
    for status in (200, 500):
        channel = webhook(listen(status=status))
        outcome = channel.send(MAIL)
        for said in (log.getvalue(), repr(channel), repr(outcome)):
            assert "T0KEN" not in said
            assert SECRET not in said


# --- chats ----------------------------------------------------------------------------------------------------------


def test_slack_gets_a_few_lines_in_which_nobody_is_called(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = listen()
    monkeypatch.setattr(NotifySlack, "webhook_url", f"{listener.url}/services")
    slack = Chat("slack", "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    assert slack.send(MAIL) == Sent()
    ((path, _, content),) = listener.got
    assert path == "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    said = json.loads(content)["attachments"][0]
    assert "quantity: ? → 24" in said["text"]
    assert "http://desk.example/stories/7" in said["text"]
    assert "<!channel>" not in content.decode()
    assert "icon_url" not in content.decode()


def test_telegram_gets_a_few_lines(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = listen(answer=b'{"ok": true, "result": {}}')
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"{listener.url}/bot")
    telegram = Chat("telegram", "tgram://123456789:abcdefg_hijklmnop/12315544/")
    assert telegram.send(replace(MAIL, maybe_repeat=True)) == Sent()
    ((path, _, content),) = listener.got
    assert path.startswith("/bot123456789:abcdefg_hijklmnop/")
    assert "quantity: ? → 24" in json.loads(content)["text"]
    assert "This may be a repeat." in json.loads(content)["text"]


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")  # the certificate is made for the test
def test_teams_gets_a_card(listen: Listen, certificate: tuple[ssl.SSLContext, Path]) -> None:
    tls, _ = certificate
    listener = listen(tls, status=202)
    teams = Chat("teams", f"workflows://127.0.0.1:{listener.port}/workflow1234/signature5678?verify=no")
    assert teams.send(MAIL) == Sent()
    ((_, _, content),) = listener.got
    assert "quantity: ? → 24" in json.dumps(json.loads(content), ensure_ascii=False)


def test_any_other_service_of_apprise_can_be_told_without_calling_everybody(listen: Listen) -> None:
    listener = listen()
    loud = replace(MAIL, subject="@everyone look", short="@everyone look\nwrite to a@b.example, @here")
    assert Chat("apprise", f"json://127.0.0.1:{listener.port}/t0ken").send(loud) == Sent()
    ((path, _, content),) = listener.got
    assert path == "/t0ken"
    assert json.loads(content)["title"] == "@\u200beveryone look"
    assert json.loads(content)["message"] == "write to a@b.example, @\u200bhere"


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (429, False), (500, False)])
def test_what_a_chat_answers_is_told_as_it_is(listen: Listen, status: int, permanent: bool) -> None:
    listener = listen(status=status)
    outcome = Chat("apprise", f"json://127.0.0.1:{listener.port}/").send(MAIL)
    assert outcome == Refused(f"apprise answered {status}", permanent)


def test_a_chat_that_is_not_there_is_down() -> None:
    outcome = Chat("apprise", f"json://127.0.0.1:{ports.free_port(20470)}/").send(MAIL)
    assert outcome == Down("apprise cannot be reached", maybe_taken=True)


@pytest.mark.parametrize("name", ["slack", "teams", "telegram"])
def test_an_address_of_another_service_is_refused_and_not_repeated(name: str, listen: Listen, log: io.StringIO) -> None:
    listener = listen()
    for address in (f"json://127.0.0.1:{listener.port}/T0KEN", "slak://T0KEN", "T0KEN"):
        channel = Chat(name, address)
        outcome = channel.send(MAIL)
        assert outcome == Refused(f"the address of {name} is not one that it can have", permanent=True)
        assert "T0KEN" not in log.getvalue() + repr(channel)
    assert listener.got == []


def test_a_key_is_read_from_its_secret() -> None:
    assert secret_key(SECRET) == b64decode(SECRET.removeprefix("whsec_")) == KEY
