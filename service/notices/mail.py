"""Speak to one mail server. Knows no volunteer and no database; a letter comes as text and an address.

Raises `MailServerTrouble` for what concerns every letter, `LetterRefused` for what concerns one.
"""

import secrets
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

from service.notices.letters import Letter

TIMEOUT_SECONDS: Final = 10.0
_PORTS: Final = {"smtps": 465, "smtp": 587, "smtp+plain": 25}


class MailServerTrouble(Exception):
    """The server cannot be used at the moment: unreachable, too slow, without encryption, or it refuses our login."""


class LetterRefused(Exception):
    """The server takes letters, but not this one."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over, and as whom."""

    host: str
    port: int
    scheme: str
    user: str
    password: str = field(repr=False)
    sender: str

    @property
    def may_be_plain(self) -> bool:
        """Whether a connection without encryption is acceptable: asked for by name, or on this very machine."""
        return self.scheme == "smtp+plain" or _is_this_machine(self.host)

    @property
    def sender_domain(self) -> str:
        """The domain that letters come from; also how we greet the server, so that our own host stays unnamed."""
        return self.sender.rpartition("@")[2]


def mail_server(url: str, *, sender: str) -> MailServer | None:
    """Return the server that a checked setting names, or None when it is empty."""
    if not url:
        return None
    parts = urlsplit(url)
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        scheme=parts.scheme,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender,
    )


@contextmanager
def connected(server: MailServer, *, timeout_seconds: float) -> Iterator[smtplib.SMTP]:
    """Yield a connection that is encrypted and signed in as far as the setting asks; say good-bye at the end.

    Raises: MailServerTrouble.
    """
    connection: smtplib.SMTP | None = None
    try:
        connection = _connection(server, timeout_seconds)
        _introduce(connection, server)
    except (OSError, smtplib.SMTPException) as error:
        _hang_up(connection)
        raise MailServerTrouble(type(error).__name__) from None
    try:
        yield connection
    finally:
        _hang_up(connection)


def hand_over(connection: smtplib.SMTP, server: MailServer, letter: Letter, *, to: str) -> None:
    """Give one letter to the server.

    Raises: LetterRefused, MailServerTrouble.
    """
    try:
        connection.sendmail(server.sender, [to], _bytes_of(server, letter, to))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        raise LetterRefused(type(error).__name__) from None
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerTrouble(type(error).__name__) from None


def _connection(server: MailServer, timeout_seconds: float) -> smtplib.SMTP:
    greeting = server.sender_domain
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=greeting, timeout=timeout_seconds, context=context
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=greeting, timeout=timeout_seconds)


def _introduce(connection: smtplib.SMTP, server: MailServer) -> None:
    connection.ehlo()
    if server.scheme == "smtp" and (connection.has_extn("starttls") or not server.may_be_plain):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    if server.user:
        connection.login(server.user, server.password)


def _hang_up(connection: smtplib.SMTP | None) -> None:
    if connection is None:
        return
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()
    connection.close()


def _bytes_of(server: MailServer, letter: Letter, to: str) -> bytes:
    """Return a letter as RFC 5322 text; its id is random and names no host, time or process of ours."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=server.sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{server.sender_domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="base64")
    return message.as_bytes()


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
