"""My key: what can be done with it, make everything anew when somebody may know the words, end every visit."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import accounts
from service.accounts import AccountRefusal, OpenAccount
from service.crypto.refusals import KeyRefusal
from service.limits import Limited, TooManyTries
from service.words.lists import make_key
from web import deps, keys
from web.errors import status_of
from web.forms import posted
from web.keys import Derivation
from web.pages import page, page_router, redirect

router = page_router()
TELLS_ITSELF = (AccountRefusal, KeyRefusal, TooManyTries)


@dataclass(frozen=True, slots=True)
class MyKeyView:
    """`home` is where the person came from; `travelled` when their words were once sent to the server."""

    home: str
    travelled: bool


@dataclass(frozen=True, slots=True)
class RenewView:
    """The page on which words and keys are made anew."""

    derivation: Derivation
    travelled: bool
    refusal: Refusal | None = None


@router.get("/my/key")
def show(request: Request) -> Response:
    """Show what can be done with one's key."""
    visit = keys.signed_in(request)
    return page(request, "my_key/key.html", MyKeyView(keys.home_of(visit), _account(request).noscript))


@router.post("/my/key")
def sign_out_everywhere(request: Request) -> Response:
    """End every visit of this account, this one too."""
    site, visit = deps.site(request), keys.signed_in(request)
    with site.db.writing() as db:
        accounts.sign_out_everywhere(db, site, visit)
    deps.leave(request)
    return redirect("/")


@router.get("/my/key/new")
def show_renew(request: Request) -> Response:
    """Explain what becomes new."""
    keys.signed_in(request)
    return _renew_page(request)


@router.post("/my/key/new")
def renew(request: Request) -> Response:
    """Make words and keys anew: by the browser, or by the server where scripts are off."""
    keys.signed_in(request)
    by_script = posted(request).value("step") == "script"
    try:
        deps.limit(request, Limited.KEY)
        return _renewed_by_script(request) if by_script else _renewed_here(request)
    except TELLS_ITSELF as refusal:
        return keys.to_script(request, refusal) if by_script else _renew_page(request, refusal=refusal)


def _renewed_by_script(request: Request) -> Response:
    site, visit = deps.site(request), deps.visit(request)
    new = keys.new_account(site, posted(request), language=deps.language(request), zone=visit.zone)
    with site.db.writing() as db:
        account = accounts.renew(db, site, visit, new)
    return keys.go_on(request, account)


def _renewed_here(request: Request) -> Response:
    site, words = deps.site(request), make_key(deps.language(request))
    new = accounts.lock(site, accounts.derive(site, words))
    with site.db.writing() as db:
        account = accounts.renew(db, site, deps.visit(request), new)
    return keys.show_once(request, account, words)


def _renew_page(request: Request, *, refusal: Refusal | None = None) -> Response:
    # Not the visit's wallet key: the new one is made in the browser, the old one is put away by the server.
    derivation = keys.derivation(deps.site(request), None)
    view = RenewView(derivation, _account(request).noscript, refusal)
    return page(request, "my_key/new.html", view, status=status_of(refusal) if refusal else 200)


def _account(request: Request) -> OpenAccount:
    site = deps.site(request)
    with site.db.reading() as db:
        return accounts.of_visit(db, site, deps.visit(request))
