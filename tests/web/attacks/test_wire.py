"""Bytes that no browser sends, over a real connection: each is answered as a mistake of theirs; the house stands."""

import re
import socket

from service.site import Site
from tests.promises.serving import Served, serving

HOST = b"Host: localhost\r\n"
POST = b"POST /clock HTTP/1.1\r\n" + HOST + b"Sec-Fetch-Site: same-origin\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def get(path: bytes, headers: bytes = b"") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n" + headers + b"\r\n"


ODD: dict[str, bytes] = {
    "a path that is not UTF-8": get(b"/wishes/\xff\xfe"),
    "a path that is not UTF-8, escaped": get(b"/wishes/%FF%FE"),
    "a path with a zero byte": get(b"/wishes/%00"),
    "a path with a line in it": get(b"/wishes/%0d%0aSet-Cookie:%20a=b"),
    "a path in Arabic digits": get("/wishes/٣".encode()),
    "a path that climbs": get(b"/static/../../../etc/passwd"),
    "a path that climbs, escaped": get(b"/static/%2e%2e/%2e%2e/secrets.json"),
    "a path of 60 KiB": get(b"/" + b"a" * 60_000),
    "an address of another house": get(b"http://elsewhere.example/"),
    "a query that is not UTF-8": get(b"/times?week=\xff"),
    "a query that is not UTF-8, escaped": get(b"/times?week=%FF&day=%C0%AF"),
    "a query with a surrogate": get(b"/api/v1/slots?zone=%ED%A0%80"),
    "a query of a thousand fields": get(b"/api/v1/slots?" + b"&".join(b"kind=a" for _ in range(1000))),
    "a cookie that is not ASCII": get(b"/", b"Cookie: pristan=\xff\xfe\xfd\r\n"),
    "a cookie of 8 KiB": get(b"/my", b"Cookie: pristan=" + b"e" * 8000 + b"\r\n"),
    "a hundred cookies": get(b"/my", b"Cookie: " + b"; ".join(b"pristan=x" for _ in range(100)) + b"\r\n"),
    "a language that never ends": get(b"/", b"Accept-Language: " + b"ru;q=0.5," * 2000 + b"\r\n"),
    "a language with other digits": get(b"/", "Accept-Language: ru;q=٣\r\n".encode()),
    "an encoding that never ends": get(b"/", b"Accept-Encoding: " + b"br;q=9," * 2000 + b"\r\n"),
    "an address that is none": get(b"/", b"X-Forwarded-For: \xff, ::::, 999.1.1.1\r\n"),
    "a host that is none": b"GET / HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n",
    "a host that is not ASCII": b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n",
    "no host": b"GET / HTTP/1.0\r\n\r\n",
    "an origin that is none": b"POST /clock HTTP/1.1\r\nHost: localhost\r\nOrigin: http://[\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n",
    "an unknown way": b"BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "a form without a length": POST + FORM + b"\r\n",
    "a form of less than nothing": POST + FORM + b"Content-Length: -5\r\n\r\nzone=",
    "a form of a length in other digits": POST + FORM + "Content-Length: ٣\r\n\r\nabc".encode(),
    "a form of two lengths": POST + FORM + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
    "a form said to be endless": POST + FORM + b"Content-Length: 99999999999999999999\r\n\r\nabc",
    "a form that stops in the middle": POST + FORM + b"Content-Length: 300\r\n\r\nzone=",
    "a form in pieces": POST + FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nzone=\r\n0\r\n\r\n",
    "a form in broken pieces": POST + FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nzone=\r\n",
    "a form in too many pieces": POST + FORM + b"Transfer-Encoding: chunked\r\n\r\n"
    + b"8000\r\n" + b"a" * 0x8000 + b"\r\n8000\r\n" + b"a" * 0x8000 + b"\r\n8000\r\n" + b"a" * 0x8000
    + b"\r\n0\r\n\r\n",
    "a form of raw bytes": POST + FORM + b"Content-Length: 8\r\n\r\nzone=\xff\xfe\xfd",
    "files": POST + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5\r\n\r\n--x--",
    "no words at all": b"\r\n\r\n",
    "a handshake of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
}  # fmt: skip


UNFINISHED = {"a form that stops in the middle", "no words at all"}
"""After these the server waits for more, as it must."""


def told(served: Served, sent: bytes) -> str:
    """Send bytes and return the status that comes back; nothing while more is waited for."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as line:
        line.sendall(sent)
        line.settimeout(1 if sent in (ODD[what] for what in UNFINISHED) else 20)
        try:
            return line.recv(12).decode("latin-1")[9:]
        except (TimeoutError, ConnectionError):
            return ""


def test_odd_bytes_are_answered_and_are_no_fault_of_ours(site: Site) -> None:
    with serving(site) as served:
        answers = {what: told(served, sent) for what, sent in ODD.items()}
        assert served.get("/")[0] == 200
        log = served.log

    assert {what for what, status in answers.items() if not status} == UNFINISHED
    assert {what: status for what, status in answers.items() if status and status[0] not in "234"} == {}
    assert not re.search(r"failed|Traceback|status=5", log)


def test_nothing_of_odd_bytes_reaches_the_log(site: Site) -> None:
    with serving(site) as served:
        for sent in (get(b"/wishes/canary", b"User-Agent: canary\r\nCookie: pristan=canary\r\n"), b"canary\r\n\r\n"):
            told(served, sent)
        told(served, POST + FORM + b"Content-Length: 11\r\n\r\nzone=canary")
        told(served, get(b"/times?week=canary&canary=1", b"X-Forwarded-For: 81.2.69.142\r\n"))
        log = served.log

    assert "route='/wishes/{step}'" in log
    assert not re.search(r"canary|81\.2\.69", log)
