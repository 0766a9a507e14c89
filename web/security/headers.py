"""Put the security headers on every answer: pages, files, errors, API (privacy.md "In the browser").

Also sets or takes away the visitor's cookie that the request decided on. Must not look at bodies.
"""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.exchange import Exchange, exchange

# What could see, hear or place somebody, reach their devices or tell on them; the list travels with every page.
FEATURES: Final = (
    "browsing-topics", "camera", "display-capture", "geolocation", "hid", "idle-detection", "microphone", "midi",
    "payment", "serial", "usb",
)  # fmt: skip
ON_FILES: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
)
ON_PAGES: Final = (
    *ON_FILES,
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", ", ".join(f"{feature}=()" for feature in FEATURES).encode()),
)
UNLESS_SAID: Final = ((b"cache-control", b"no-store"),)
HTTPS_ONLY: Final = (b"strict-transport-security", b"max-age=63072000")
WORKER_POLICY: Final = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
FILE_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"


class SecurityHeaders:
    """Add the headers to every answer of the application behind it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and the answer back with its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        here = exchange(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                bare = scope["path"].startswith("/static/") or 300 <= message["status"] < 400
                message["headers"] = _with_ours(list(message.get("headers", ())), scope["path"], here, bare=bare)
            await send(message)

        await self.app(scope, receive, with_headers)


def page_policy(nonce: str) -> str:
    """Return the Content-Security-Policy of a page; nothing inline, nothing from elsewhere."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types htmx pristan"
    )


def is_worker(path: str) -> bool:
    """Say whether a static file runs as a Worker: its name ends in `worker.js`."""
    return path.startswith("/static/") and path.endswith("worker.js")


def _with_ours(
    headers: list[tuple[bytes, bytes]], path: str, here: Exchange, *, bare: bool
) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers with ours; `bare` for files and redirects, which are no documents."""
    said = {name.lower() for name, _ in headers}
    fixed = ON_FILES if bare else ON_PAGES  # what a document is told means nothing to the rest
    ours = [*fixed, (b"content-security-policy", _policy(path, here.nonce, bare=bare).encode())]
    if here.is_secure:
        ours.append(HTTPS_ONLY)
    names = {name for name, _ in ours}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    defaults = [(name, value) for name, value in UNLESS_SAID if name not in said]
    return kept + ours + defaults + _cookie(here)


def _policy(path: str, nonce: str, *, bare: bool) -> str:
    if is_worker(path):
        return WORKER_POLICY
    return FILE_POLICY if bare or path.startswith("/api/") else page_policy(nonce)


def _cookie(here: Exchange) -> list[tuple[bytes, bytes]]:
    if here.new_cookie is None:
        return []
    secure = "; Secure" if here.is_secure else ""
    ended = "; Max-Age=0" if not here.new_cookie else ""
    value = f"{here.cookie_name}={here.new_cookie}; Path=/; HttpOnly; SameSite=Strict{secure}{ended}"
    return [(b"set-cookie", value.encode())]
