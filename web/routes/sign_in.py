"""Come in with eight words, with scripts or plainly without, and go out again."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from scheduling.errors import Refusal
from service import accounts
from service.accounts import OpenAccount, WrongWords
from service.crypto.refusals import KeyRefusal
from service.crypto.tokens import to_base64url
from service.db import PleaseTryAgain
from service.limits import Limited, TooManyTries
from service.visits import Visit
from web import deps, keys
from web.errors import status_of
from web.forms import Form, posted
from web.keys import Derivation
from web.pages import page, page_router, redirect

router = page_router()
TELLS_ITSELF = (accounts.AccountRefusal, KeyRefusal, TooManyTries, PleaseTryAgain)


@dataclass(frozen=True, slots=True)
class SignInView:
    """The way in; `form` keeps what was typed on the plain way, `refusal` says why it did not open."""

    derivation: Derivation
    form: Form
    refusal: Refusal | None = None


@router.get("/sign-in")
def show(request: Request) -> Response:
    """Ask for the words; they stay in the browser."""
    visit = deps.visit(request)
    return redirect(keys.home_of(visit)) if visit.signed_in else _way_in(request, "words")


@router.post("/sign-in")
def enter(request: Request) -> Response:
    """Give the wraps to the page's script, then let in whoever opened them."""
    form = posted(request)
    if form.value("step") == "wraps":
        return _wraps(request, form)
    try:
        deps.limit(request, Limited.SIGN_IN)
        lookup, auth = keys.fingerprints(form)
        site, before = deps.site(request), _before(request)
        with site.db.writing() as db:
            account = accounts.sign_in(
                db, site, lookup=lookup, auth=auth, wallet_key=keys.posted_wallet_key(form), before=before
            )
    except TELLS_ITSELF as refusal:
        return _way_in(request, "words", refusal=refusal)
    _let_in(request, account)
    return redirect("/my/key/new" if account.noscript else keys.home_of(deps.visit(request)))


@router.get("/sign-in/plain")
def show_plain(request: Request) -> Response:
    """Ask for the words where scripts are off, and say that they travel."""
    visit = deps.visit(request)
    return redirect(keys.home_of(visit)) if visit.signed_in else _way_in(request, "plain")


@router.post("/sign-in/plain")
def enter_plain(request: Request) -> Response:
    """Derive on the server, let in, drop the words."""
    form = posted(request)
    try:
        deps.limit(request, Limited.SIGN_IN)
        site, before = deps.site(request), _before(request)
        derived = accounts.derive(site, form.value("words"))
        with site.db.writing() as db:
            account = accounts.sign_in_plain(db, site, derived, before=before)
    except TELLS_ITSELF as refusal:
        return _way_in(request, "plain", form=form, refusal=refusal)
    _let_in(request, account)
    return redirect(keys.home_of(deps.visit(request)))


@router.get("/sign-out")
def after_leaving(request: Request) -> Response:
    """Lead on from an address that only takes a wish."""
    return redirect("/")


@router.post("/sign-out")
def leave(request: Request) -> Response:
    """End this visit."""
    deps.leave(request)
    return redirect("/")


def _wraps(request: Request, form: Form) -> Response:
    try:
        deps.limit(request, Limited.SIGN_IN)
        lookup, auth = keys.fingerprints(form)
        with deps.site(request).db.reading() as db:
            wraps = accounts.wraps_for(db, deps.site(request), lookup=lookup, auth=auth)
    except TELLS_ITSELF as refusal:
        return keys.to_script(request, refusal)
    return JSONResponse(
        {
            "wallet_key_wrapped": to_base64url(wraps.wallet_key_wrapped),
            "content_seed_wrapped": to_base64url(wraps.content_seed_wrapped),
            "kdf_version": wraps.kdf_version,
        }
    )


def _let_in(request: Request, account: OpenAccount) -> None:
    deps.step_up(request, account.visit(_before(request)))


def _before(request: Request) -> Visit:
    """Return the visit to be continued: of somebody else's account nothing is continued but the language."""
    visit = deps.visit(request)
    return Visit(language=visit.language) if visit.signed_in else replace(visit)


def _way_in(
    request: Request, way: str, *, form: Form | None = None, refusal: Refusal | None = None
) -> Response:  # fmt: skip
    view = SignInView(
        derivation=keys.derivation(deps.site(request), None),
        form=form or Form.of(words=""),
        refusal=refusal,
    )
    status = 200 if refusal is None else 422 if isinstance(refusal, WrongWords) else status_of(refusal)
    return page(request, f"sign_in/{way}.html", view, status=status)
