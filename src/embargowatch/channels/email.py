"""Mail by SMTP: plain, STARTTLS or TLS from the first byte, certificates checked."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from embargowatch.channels.outcome import Down, Outcome, Refused, Sent
from embargowatch.types import Mail

UNFOLDED = SMTP.clone(max_line_length=400)
"""Python folds a header of more than 78 characters so that a blank is added before the first word or inside."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over."""

    host: str
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    implicit_tls: bool = False
    timeout_s: float = 30.0
    """Of each step of the conversation."""
    mail_from: str = "Embargo Watch <embargowatch@localhost>"
    ca_file: str = ""
    """A certificate authority of one's own, beside the system's."""

    def send(self, mail: Mail) -> Outcome:
        """Hand one mail over to the server."""
        try:
            message = to_message(mail, self.mail_from, datetime.now(UTC))
        except ValueError as error:
            return Refused(f"the mail cannot be written: {error}", permanent=True)
        place = f"mail server {self.host}:{self.port}"
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            return Down(f"{place}: {_words(error)}")
        try:
            return _hand_over(server, message)
        except (OSError, smtplib.SMTPException) as error:
            return Down(f"{place}: {_words(error)}", maybe_taken=True)
        finally:
            _say_goodbye(server)

    def _connect(self) -> smtplib.SMTP:
        tls = ssl.create_default_context(cafile=self.ca_file or None)
        server: smtplib.SMTP
        if self.implicit_tls:
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_s, context=tls)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        try:
            if self.starttls:
                server.starttls(context=tls)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


def to_message(mail: Mail, mail_from: str, now: datetime) -> EmailMessage:
    """The mail as it goes over the wire. Raises ValueError for an address that is none."""
    message = EmailMessage(policy=UNFOLDED)
    message["From"] = _address(mail_from)
    message["To"] = _address(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    if mail.in_reply_to:
        message["In-Reply-To"] = mail.in_reply_to
        message["References"] = mail.in_reply_to
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # Exchange: nobody's absence is told to a machine
    message["List-Id"] = f"Embargo Watch <alerts.{_address(mail_from).domain or 'localhost'}>"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = "en"  # only now: a Content- header moves into the first part when a second comes
    return message


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> Outcome:
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return Refused(_reply(code, words), permanent=code >= 500)
    except smtplib.SMTPSenderRefused as error:  # no fault of this recipient's: somebody may set the sender right
        return Refused(f"sender: {_reply(error.smtp_code, error.smtp_error)}", permanent=False)
    except smtplib.SMTPDataError as error:
        return Refused(_reply(error.smtp_code, error.smtp_error), permanent=error.smtp_code >= 500)
    except smtplib.SMTPNotSupportedError as error:
        return Refused(str(error), permanent=True)
    return Sent()


def _say_goodbye(server: smtplib.SMTP) -> None:
    # What was taken over stays taken over, however the server parts.
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    if address.count("@") != 1 or not text.isprintable():
        raise ValueError(f"{text!r} is no mail address")
    return Address(name, addr_spec=address)


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__
