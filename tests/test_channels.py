"""Handing mails to a real server on loopback: what it takes, what it refuses, and when it is not there."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from embargowatch.channels import Down, Refused, Sent
from embargowatch.channels.email import MailServer
from embargowatch.local import ports
from embargowatch.types import Mail

MAIL = Mail(
    to="anna@example.org",
    subject="Signed: Poland orders 218 K239 Chunmoo, ₩5tn",
    text="Every watched source can be read today.\n",
    html='<!DOCTYPE html><html lang="en"><body><p>Every watched source can be read today. Łódź 🚀</p></body></html>',
    message_id="<abc123@news.example>",
)


class Postmaster:
    """Keeps what it is given, and answers recipients and data as it is told."""

    def __init__(self) -> None:
        self.kept: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.sender_answer = ""
        self.data_answer = ""
        self.farewell = ""
        self.silent = False

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.sender_answer or "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        return self.farewell or "221 Bye"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.silent:
            await asyncio.Event().wait()
        if refusal := self.answers.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_answer:
            return self.data_answer
        self.kept.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 taken over"


class ImplicitTls(Controller):
    """TLS from the first byte."""

    def _trigger_server(self) -> None:
        """The controller's look whether its server answers; its own trusts no certificate made for a test."""
        anyone = ssl.create_default_context()
        anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection((self.hostname, self.port), 10) as plain, anyone.wrap_socket(plain) as tls:
            tls.recv(1024)


Serve = Callable[..., MailServer]


@pytest.fixture
def post() -> Postmaster:
    return Postmaster()


@pytest.fixture
def serve(post: Postmaster) -> Iterator[Serve]:
    """Starts a mail server on loopback; gives the MailServer that reaches it."""
    running: list[Controller] = []

    def start(kind: type[Controller] = Controller, **options: Any) -> MailServer:
        controller = kind(post, hostname="127.0.0.1", port=ports.free_port(20250), **options)
        controller.start()
        running.append(controller)
        return MailServer("127.0.0.1", controller.port, timeout_s=10, mail_from="Embargo Watch <watch@news.example>")

    yield start
    for controller in running:
        controller.stop()


def only_anna(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"anna", b"secret"), handled=False)


# --- what is sent ----------------------------------------------------------------------------------------------------


def test_a_mail_arrives_with_both_forms_and_says_what_it_is(serve: Serve, post: Postmaster) -> None:
    assert serve().send(MAIL) == Sent()
    (kept,) = post.kept
    assert kept["Subject"] == MAIL.subject
    assert kept["To"] == "anna@example.org"
    assert kept["From"] == "Embargo Watch <watch@news.example>"
    assert kept["Message-ID"] == "<abc123@news.example>"
    assert kept["Auto-Submitted"] == "auto-generated"
    assert kept["List-Id"] == "Embargo Watch <alerts.news.example>"
    assert kept["Content-Language"] == "en"
    assert kept.get_content_type() == "multipart/alternative"
    text, page = (kept.get_body((form,)) for form in ("plain", "html"))
    assert text is not None
    assert page is not None
    assert text.get_content().splitlines() == MAIL.text.splitlines()
    assert "Łódź 🚀" in page.get_content()


def test_a_follow_up_answers_the_first_mail_and_can_be_unsubscribed_by_one_click(
    serve: Serve, post: Postmaster
) -> None:
    url = f"https://desk.example/embargowatch/unsubscribe/1-{'5ecret' * 12}"
    server = serve()
    assert server.send(replace(MAIL, in_reply_to="<first@news.example>", unsubscribe_url=url)) == Sent()
    assert server.send(MAIL) == Sent()
    follow_up, first = post.kept
    assert follow_up["In-Reply-To"] == follow_up["References"] == "<first@news.example>"
    assert follow_up["List-Unsubscribe"] == f"<{url}>"
    assert follow_up["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not {"In-Reply-To", "References", "List-Unsubscribe", "List-Unsubscribe-Post"} & set(first.keys())


@pytest.mark.parametrize(
    "subject",
    [
        "Designated: United Kingdom sanctions on Regulations and 2,021 others in Kazan",
        "23 Nov: Signed: Latvia orders 24 Caesar from France, worth €340m and 5 more",
        "Signed: " + "a very long headline " * 9 + "ends",
    ],
)
def test_a_subject_arrives_to_the_letter(serve: Serve, post: Postmaster, subject: str) -> None:
    assert serve().send(replace(MAIL, subject=subject)) == Sent()
    assert post.kept[0]["Subject"] == subject


def test_the_same_mail_sent_again_has_the_same_message_id(serve: Serve, post: Postmaster) -> None:
    server = serve()
    server.send(MAIL)
    server.send(replace(MAIL, maybe_repeat=True))
    assert len({kept["Message-ID"] for kept in post.kept}) == 1


@pytest.mark.parametrize("field", ["subject", "to", "message_id", "in_reply_to", "unsubscribe_url"])
def test_a_line_break_in_a_header_is_refused_and_nothing_is_sent(serve: Serve, post: Postmaster, field: str) -> None:
    server, evil = serve(), "<a@b.example>\r\nBcc: eve@example.org"
    assert isinstance(server.send(replace(MAIL, **{field: evil})), Refused)
    assert post.kept == []


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_refused_recipient_is_permanent_and_in_the_servers_words(serve: Serve, post: Postmaster) -> None:
    post.answers["anna@example.org"] = "550 5.1.1 no such user here"
    server = serve()
    assert server.send(MAIL) == Refused("550 5.1.1 no such user here", permanent=True)
    assert server.send(replace(MAIL, to="ben@example.org")) == Sent()
    assert [kept["To"] for kept in post.kept] == ["ben@example.org"]


def test_a_full_mailbox_is_worth_another_try(serve: Serve, post: Postmaster) -> None:
    post.answers["anna@example.org"] = "452 4.2.2 mailbox full"
    assert serve().send(MAIL) == Refused("452 4.2.2 mailbox full", permanent=False)


@pytest.mark.parametrize(("answer", "permanent"), [("554 5.7.1 looks like spam", True), ("451 4.3.0 try later", False)])
def test_a_refused_text_is_as_permanent_as_the_server_says(
    serve: Serve, post: Postmaster, answer: str, permanent: bool
) -> None:
    post.data_answer = answer
    assert serve().send(MAIL) == Refused(answer, permanent=permanent)


def test_an_address_that_is_none_never_reaches_the_server(serve: Serve, post: Postmaster) -> None:
    assert serve().send(replace(MAIL, to="anna")) == Refused(
        "the mail cannot be written: 'anna' is no mail address", permanent=True
    )
    assert post.kept == []


def test_a_refused_sender_is_no_fault_of_the_recipients(serve: Serve, post: Postmaster) -> None:
    post.sender_answer = "553 5.7.1 not your address"
    assert serve().send(MAIL) == Refused("sender: 553 5.7.1 not your address", permanent=False)


def test_one_address_that_the_server_cannot_write_does_not_stop_the_others(serve: Serve, post: Postmaster) -> None:
    server = serve(enable_SMTPUTF8=False)
    assert isinstance(server.send(replace(MAIL, to="żółw@example.org")), Refused)
    assert server.send(MAIL) == Sent()


# --- when the server is not there ------------------------------------------------------------------------------------


def test_no_server_is_down_not_refused() -> None:
    port = ports.free_port(20350)
    outcome = MailServer("127.0.0.1", port, timeout_s=5).send(MAIL)
    assert isinstance(outcome, Down)
    assert not outcome.maybe_taken
    assert f"127.0.0.1:{port}" in outcome.reason


def test_a_server_that_falls_silent_is_down_after_the_time_out(serve: Serve, post: Postmaster) -> None:
    post.silent = True
    outcome = replace(serve(), timeout_s=0.3).send(MAIL)
    assert isinstance(outcome, Down)
    assert outcome.maybe_taken
    assert post.kept == []


def test_a_server_that_parts_rudely_has_still_taken_the_mail(serve: Serve, post: Postmaster) -> None:
    post.farewell = "421 4.7.0 go away"
    assert serve().send(MAIL) == Sent()
    assert len(post.kept) == 1


# --- TLS and login ---------------------------------------------------------------------------------------------------


def test_a_mail_goes_by_starttls_with_a_login(
    serve: Serve, post: Postmaster, certificate: tuple[ssl.SSLContext, Path]
) -> None:
    tls, trusted = certificate
    server = serve(tls_context=tls, require_starttls=True, auth_required=True, authenticator=only_anna)
    server = replace(server, starttls=True, user="anna", password="secret", ca_file=str(trusted))
    assert server.send(MAIL) == Sent()
    assert len(post.kept) == 1


def test_a_mail_goes_by_tls_from_the_first_byte(
    serve: Serve, post: Postmaster, certificate: tuple[ssl.SSLContext, Path]
) -> None:
    tls, trusted = certificate
    server = replace(serve(ImplicitTls, ssl_context=tls), implicit_tls=True, ca_file=str(trusted))
    assert server.send(MAIL) == Sent()
    assert len(post.kept) == 1


@pytest.mark.parametrize("how", ["starttls", "implicit_tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    serve: Serve, post: Postmaster, certificate: tuple[ssl.SSLContext, Path], how: str
) -> None:
    tls, _ = certificate
    server = serve(ImplicitTls, ssl_context=tls) if how == "implicit_tls" else serve(tls_context=tls)
    outcome = replace(server, **{how: True}).send(MAIL)
    assert isinstance(outcome, Down)
    assert "certificate" in outcome.reason.lower()
    assert post.kept == []


def test_a_server_without_starttls_gets_nothing_in_the_clear(serve: Serve, post: Postmaster) -> None:
    assert isinstance(replace(serve(), starttls=True).send(MAIL), Down)
    assert post.kept == []


def test_a_wrong_password_is_down_and_not_in_the_reason(serve: Serve, certificate: tuple[ssl.SSLContext, Path]) -> None:
    tls, trusted = certificate
    server = serve(tls_context=tls, auth_required=True, authenticator=only_anna)
    outcome = replace(server, starttls=True, user="anna", password="hunter2", ca_file=str(trusted)).send(MAIL)
    assert isinstance(outcome, Down)
    assert "535" in outcome.reason
    assert "hunter2" not in outcome.reason + repr(server)
