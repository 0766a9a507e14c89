"""What one request and its answer share while they last: an opaque id, the nonce, the cookie, the visit, the form.

Lives in the ASGI scope, is made at first use and dies with the answer. Must not decide anything.
"""

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection
from starlette.types import Scope

from service.crypto.tokens import SessionToken, decode_session
from service.site import Site
from service.visits import Visit

if TYPE_CHECKING:
    from web.forms import Form

KEY = "pristan"
SECURE_COOKIE = "__Host-pristan"
PLAIN_COOKIE = "pristan"  # plain http: loopback and .onion, where the browser refuses or does not need Secure


@dataclass(slots=True)
class Exchange:
    """One request and its answer. `new_cookie` is a cookie to set; an empty one is to be taken away."""

    site: Site
    cookie_name: str
    cookie: str | None = field(default=None, repr=False)
    new_cookie: str | None = field(default=None, repr=False)
    visit: Visit | None = field(default=None, repr=False)
    language: str | None = None
    form: "Form | None" = field(default=None, repr=False)
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _decoded: tuple[str, SessionToken | None] | None = field(default=None, repr=False)

    @property
    def current_cookie(self) -> str | None:
        """Return the cookie as it stands after what this request changed."""
        return self.cookie if self.new_cookie is None else self.new_cookie or None

    @property
    def session(self) -> SessionToken | None:
        """Return the token in the visitor's cookie, or None when there is none or it is not ours."""
        cookie = self.current_cookie
        if cookie is None:
            return None
        if self._decoded is None or self._decoded[0] != cookie:  # several forms of one page ask for it
            self._decoded = (cookie, decode_session(cookie, secret=self.site.secrets.token_key))
        return self._decoded[1]

    @property
    def is_secure(self) -> bool:
        """Whether the visitor came over https."""
        return self.cookie_name == SECURE_COOKIE


def exchange(scope: Scope) -> Exchange:
    """Return the exchange of this request, made when it is first asked for."""
    found = scope.get(KEY)
    if isinstance(found, Exchange):
        return found
    connection = HTTPConnection(scope)
    site: Site = scope["app"].state.site
    onion = host_name(connection.headers.get("host", "")).endswith(".onion")
    name = SECURE_COOKIE if site.settings.secure and not onion else PLAIN_COOKIE
    scope[KEY] = made = Exchange(site=site, cookie_name=name, cookie=connection.cookies.get(name))
    return made


def host_name(host: str) -> str:
    """Return the host without its port, in lower case."""
    name = host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.lower()
