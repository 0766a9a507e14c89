"""Read what a browser derived from eight words out of a form, answer its script, and show what the server made once.

The words themselves are in no field of a script: on the way with scripts they never leave the browser.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from scheduling.errors import Refusal
from service.accounts import KeyMalformed, LockedKeys, NewAccount, OpenAccount
from service.crypto.canonical import WORDS_IN_KEY
from service.crypto.seal import KEY_BYTES, WRAP_BYTES
from service.crypto.tokens import from_base64url, masked_form_token, to_base64url
from service.models import Role
from service.site import Site
from service.visits import Visit
from web import deps
from web.errors import status_of
from web.forms import Form
from web.languages import tell
from web.pages import redirect
from web.refusals import SignInFirst

HOMES: Final[Mapping[Role, str]] = {
    Role.CLIENT: "/my",
    Role.VOLUNTEER: "/desk",
    Role.MODERATOR: "/desk",
    Role.COORDINATOR: "/team",
}


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a page's script must know to derive: the site's salt.

    `wallet` is a wallet key that there is already, masked anew in each answer as form tokens are.
    """

    site_id: str
    wallet: str = field(default="", repr=False)


def derivation(site: Site, wallet_key: bytes | None) -> Derivation:
    """Return what this page's script must know."""
    return Derivation(
        site_id=to_base64url(site.secrets.site_id),
        wallet=masked_form_token(wallet_key) if wallet_key else "",
    )


def home_of(visit: Visit) -> str:
    """Return where somebody arrives who has come in."""
    return HOMES[visit.role] if visit.role else "/"


def signed_in(request: Request) -> Visit:
    """Return the visit of somebody who has come in, whatever their role. Raises: SignInFirst."""
    visit = deps.visit(request)
    if not visit.signed_in:
        raise SignInFirst
    return visit


def fingerprints(form: Form, *, prefix: str = "") -> tuple[bytes, bytes]:
    """Return the two fingerprints of eight words, lookup and auth. Raises: KeyMalformed."""
    return _part(form, f"{prefix}lookup", 16), _part(form, f"{prefix}auth", KEY_BYTES)


def posted_wallet_key(form: Form) -> bytes:
    """Return the wallet key that the browser unwrapped or made. Raises: KeyMalformed."""
    return _part(form, "wallet_key", KEY_BYTES)


def locked_keys(site: Site, form: Form) -> LockedKeys:
    """Return new words' fingerprints and wraps. Raises: KeyMalformed."""
    return LockedKeys(**_locked(site, form))


def new_account(site: Site, form: Form, *, language: str, zone: str | None) -> NewAccount:
    """Return what a new account begins with. Raises: KeyMalformed."""
    return NewAccount(**_locked(site, form), wallet_key=posted_wallet_key(form), language=language, zone=zone)


def show_once(request: Request, account: OpenAccount, words: str) -> Response:
    """Go on as `account` to the card with words that the server made.

    They wait in the visit, sealed under the cookie it has, until the card is put away: a line that breaks between two
    pages must not cost somebody their key, and an answer that never arrived is found by the same cookie. The new
    cookie comes when the card is put away.
    """
    asked = tuple(sorted(secrets.SystemRandom().sample(range(WORDS_IN_KEY), 2)))
    deps.remember(request, account.visit(deps.visit(request)).with_pending(words=words, asked=asked))
    return redirect("/key")


def go_on(request: Request, account: OpenAccount) -> Response:
    """Go on as `account` under a new cookie, and tell the page's script where to."""
    deps.step_up(request, account.visit(deps.visit(request)))
    return JSONResponse({"next": home_of(deps.visit(request))})


def to_script(request: Request, refusal: Refusal) -> Response:
    """Tell a refusal to the page's script, in the person's language."""
    return JSONResponse({"text": tell(refusal, deps.language(request))}, status_code=status_of(refusal))


def _locked(site: Site, form: Form) -> dict[str, Any]:
    if form.value("kdf_version") != str(site.kdf.profile.version):
        raise KeyMalformed
    lookup, auth = fingerprints(form)
    return {
        "lookup": lookup,
        "auth": auth,
        "wallet_key_wrapped": _part(form, "wallet_key_wrapped", WRAP_BYTES),
        "content_seed_wrapped": _part(form, "content_seed_wrapped", WRAP_BYTES),
    }


def _part(form: Form, name: str, length: int) -> bytes:
    value = from_base64url(form.value(name), length=length)
    if value is None:
        raise KeyMalformed
    return value
