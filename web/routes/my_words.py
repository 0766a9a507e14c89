"""Change my words: the same keys, locked with other words; by the browser, or by the server where scripts are off."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import accounts
from service.accounts import AccountRefusal
from service.crypto.refusals import KeyRefusal
from service.limits import Limited, TooManyTries
from service.words.lists import make_key
from web import deps, keys
from web.errors import status_of
from web.forms import Form, posted
from web.keys import Derivation
from web.pages import page, page_router

router = page_router()
TELLS_ITSELF = (AccountRefusal, KeyRefusal, TooManyTries)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The page that asks for the words in use; `form` keeps them where scripts are off."""

    derivation: Derivation
    form: Form
    refusal: Refusal | None = None


@router.get("/my/key/words")
def show(request: Request) -> Response:
    """Ask for the words in use; they stay in the browser."""
    return _page(request, "words")


@router.post("/my/key/words")
def change(request: Request) -> Response:
    """Lock the keys with the words that the browser made."""
    site, visit, form = deps.site(request), keys.signed_in(request), posted(request)
    try:
        deps.limit(request, Limited.KEY)
        old_lookup, old_auth = keys.fingerprints(form, prefix="old_")
        new = keys.locked_keys(site, form)
        with site.db.writing() as db:
            account = accounts.change_words(db, site, visit, new, old_lookup=old_lookup, old_auth=old_auth)
    except TELLS_ITSELF as refusal:
        return keys.to_script(request, refusal)
    return keys.go_on(request, account)


@router.get("/my/key/plain")
def show_plain(request: Request) -> Response:
    """Ask for the words in use where scripts are off, and say that they travel."""
    return _page(request, "plain")


@router.post("/my/key/plain")
def change_plain(request: Request) -> Response:
    """Lock the keys with words that the server makes; old and new are derived here and dropped."""
    site, visit, form = deps.site(request), keys.signed_in(request), posted(request)
    words = make_key(deps.language(request))
    try:
        deps.limit(request, Limited.KEY)
        old, new = accounts.derive(site, form.value("words")), accounts.derive(site, words)
        with site.db.writing() as db:
            account = accounts.change_words_plain(db, site, visit, old=old, new=new)
    except TELLS_ITSELF as refusal:
        return _page(request, "plain", form=form, refusal=refusal)
    return keys.show_once(request, account, words)


def _page(
    request: Request, way: str, *, form: Form | None = None, refusal: Refusal | None = None
) -> Response:  # fmt: skip
    visit = keys.signed_in(request)
    view = ChangeView(keys.derivation(deps.site(request), visit.wallet_key), form or Form.of(words=""), refusal)
    return page(request, f"my_key/{way}.html", view, status=status_of(refusal) if refusal else 200)
