"""The static files, in memory: read and hashed once, compressed when first asked for, never changing under one address.

An address is `/static/<hash of all files>/<path>`: one hash for the whole tree, so that a module's relative imports
always get files of the same edition. Must not serve anything that was not there at the start.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from web.security.compression import accepted_coding, compress

STATIC_DIR: Final = Path(__file__).parent / "static"
FOREVER: Final = "public, max-age=31536000, immutable"
TYPES: Final = {
    ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm",
}  # fmt: skip
SERVED: Final = frozenset({*TYPES, ".png", ".ico", ".woff2"})
COMPRESSED: Final = frozenset(TYPES)


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files of one edition; `files` by path, such as `css/site.css`."""

    edition: str
    files: dict[str, bytes]

    def address(self, path: str) -> str:
        """Return the address of a file. Raises: KeyError when it is not there, so that no page can point at nothing."""
        if path not in self.files:
            raise KeyError(path)
        return f"/static/{self.edition}/{path}"


@cache
def assets() -> Assets:
    """Read every static file once per process."""
    paths = sorted(path for path in STATIC_DIR.rglob("*") if path.is_file() and path.suffix in SERVED)
    files = {path.relative_to(STATIC_DIR).as_posix(): path.read_bytes() for path in paths}
    digest = hashlib.sha256()
    for name, body in files.items():
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(body).digest())
    return Assets(digest.hexdigest()[:12], files)


class StaticFiles:
    """Answer `/static/...` from memory."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send one file, or 404 for another edition's address."""
        path = scope["path"].removeprefix("/static/")
        edition, _, name = path.partition("/")
        if scope["method"] != "GET":
            response = Response(status_code=405, headers={"allow": "GET, HEAD"})
        elif edition != assets().edition or name not in assets().files:
            response = Response(status_code=404)
        else:
            response = _file(name, accepted_coding(Headers(scope=scope).get("accept-encoding", "")))
        await response(scope, receive, send)


def _file(name: str, coding: str | None) -> Response:
    suffix = Path(name).suffix
    kind = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"cache-control": FOREVER, "content-type": kind, "vary": "accept-encoding"}
    if coding is None or suffix not in COMPRESSED:
        return Response(assets().files[name], headers=headers)
    return Response(_smaller(name, coding), headers=headers | {"content-encoding": coding})


@lru_cache(maxsize=256)
def _smaller(name: str, coding: str) -> bytes:
    body = assets().files[name]
    return bytes(brotli.compress(body, quality=11)) if coding == "br" else compress(body, coding)
