"""The key of eight words: made after the first booking or after an invitation, in the browser or plainly here."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import accounts
from service.accounts import AccountRefusal, KeyMalformed, NewAccount, OpenAccount
from service.crypto.refusals import KeyRefusal
from service.limits import Limited, TooManyTries
from service.staff import invitations
from service.staff.refusals import StaffRefusal
from service.visits import Visit
from service.words.lists import make_key
from web import deps, keys
from web.errors import status_of
from web.forms import Form, posted
from web.keys import Derivation
from web.pages import page, page_router, redirect
from web.refusals import SignInFirst
from web.routes.key_card import card

router = page_router()
TELLS_ITSELF = (AccountRefusal, KeyRefusal, TooManyTries, StaffRefusal)


@dataclass(frozen=True, slots=True)
class KeyView:
    """The page on which words are made; `for_staff` when an invitation and not a booking led here."""

    derivation: Derivation
    for_staff: bool
    refusal: Refusal | None = None


@router.get("/key")
def show(request: Request) -> Response:
    """Show the card, or make the words first; who needs no key is led on."""
    visit = deps.visit(request)
    if visit.pending.get("words"):
        return page(request, "key/card.html", card(visit))
    if visit.signed_in:
        return redirect("/my/key")
    return _make_page(request) if _may_have_a_key(visit) else redirect("/")


@router.post("/key")
def make(request: Request) -> Response:
    """Make the account of what the browser derived, or of words that the server makes where scripts are off."""
    form, visit = posted(request), deps.visit(request)
    by_script = form.value("step") == "script"
    if visit.signed_in or not _may_have_a_key(visit):
        if by_script:
            raise SignInFirst  # after an answer that got lost, the script comes in with what it sent before
        return redirect("/key")
    try:
        deps.limit(request, Limited.KEY)
        return _made_by_script(request, form) if by_script else _made_here(request)
    except TELLS_ITSELF as refusal:
        return keys.to_script(request, refusal) if by_script else _make_page(request, refusal=refusal)


def _made_by_script(request: Request, form: Form) -> Response:
    site, visit = deps.site(request), deps.visit(request)
    new = keys.new_account(site, form, language=deps.language(request), zone=visit.zone)
    if visit.wallet_key not in (None, new.wallet_key):
        raise KeyMalformed  # another wallet key would not find what this visit booked
    return keys.go_on(request, _create(request, new))


def _made_here(request: Request) -> Response:
    site, visit, language = deps.site(request), deps.visit(request), deps.language(request)
    words = make_key(language)
    new = accounts.lock(site, accounts.derive(site, words), wallet_key=visit.wallet_key)
    account = _create(request, replace(new, language=language, zone=visit.zone))
    return keys.show_once(request, account, words)


def _create(request: Request, new: NewAccount) -> OpenAccount:
    """Make a client's account, or a staff account together with its invitation's end."""
    site, secret = deps.site(request), deps.visit(request).pending.get("invitation")
    with site.db.writing() as db:
        if secret is None:
            return accounts.create(db, site, new)
        role = invitations.accepted(db, site, secret).role
        account = accounts.create(db, site, new, role=role)
        invitations.redeem(db, site, secret=secret, account_id=account.account_id)
        return account


def _may_have_a_key(visit: Visit) -> bool:
    return visit.has_booked or "invitation" in visit.pending


def _make_page(request: Request, *, refusal: Refusal | None = None) -> Response:
    visit = deps.visit(request)
    derivation = keys.derivation(deps.site(request), visit.wallet_key)
    view = KeyView(derivation, "invitation" in visit.pending, refusal)
    return page(request, "key/make.html", view, status=status_of(refusal) if refusal else 200)
