"""A real mail server on this machine for the tests of this folder, and worse ones."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from service.clock import SystemClock
from service.settings import Settings
from service.site import Site


@dataclass
class PostOffice:
    """What arrived, and what is to be refused: recipients by address, or every letter's text."""

    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    refuse_text: bool = False
    port: int = 0

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: Any) -> Any:
        self.greetings.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refused:
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refuse_text:
            return "554 Not this"
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.letters.extend((address, parsed) for address in envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def post_office(**options: Any) -> Iterator[PostOffice]:
    """Run a mail server on a free port of this machine."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[int]:
    """Listen on a port, take connections and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
        for connection in kept:
            connection.close()


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def with_mail(site: Site, port: int, *, scheme: str = "smtp", user: str = "") -> Site:
    """Return the same site with its mail server set."""
    values = site.settings.model_dump() | {
        "smtp_url": f"{scheme}://{user}127.0.0.1:{port}",
        "mail_from": "notices@post.example.org",
    }
    return changed(site, settings=Settings(**values))


def only(name: str, password: str) -> Any:
    """Return an authenticator that knows one name and password."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login, data.password) == (name.encode(), password.encode()), handled=False)

    return check


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a key and a certificate for 127.0.0.1 that signs itself; return the paths of both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.fromtimestamp(SystemClock().now(), UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_path, certificate_path = folder / "key.pem", folder / "certificate.pem"
    key_path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    certificate_path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return key_path, certificate_path
