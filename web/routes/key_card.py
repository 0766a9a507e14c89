"""The card with words that the server made: shown until it is put away, kept as a file, two words asked back."""

from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from service.crypto.canonical import canonical
from service.crypto.refusals import KeyUnreadable
from service.visits import Visit
from web import deps, keys
from web.forms import Form, posted
from web.languages import N_, translations
from web.pages import page, page_router, redirect

router = page_router()
ANOTHER_WORD = N_("Another word stands at this number. Please look at the card once more.")
CARD_SAYS = N_("These words are your key. They bring you back to your meetings.")


@dataclass(frozen=True, slots=True)
class CardView:
    """Words that the server made, in their order; `asked` are the numbers of two of them, counted from one."""

    words: tuple[str, ...] = field(repr=False)
    asked: tuple[int, ...]
    form: Form


@router.get("/key/note.txt")
def note(request: Request) -> Response:
    """Give the card as a text file under a name that says nothing."""
    visit = deps.visit(request)
    if not visit.pending.get("words"):
        return redirect("/key")
    says = translations(deps.language(request)).gettext(CARD_SAYS)
    lines = [f"{number}. {word}" for number, word in enumerate(card(visit).words, start=1)]
    headers = {"content-disposition": 'attachment; filename="note.txt"'}
    return PlainTextResponse("\ufeff" + "\r\n".join((says, "", *lines, "")), headers=headers)


@router.get("/key/check")
def show_check(request: Request) -> Response:
    """Ask two of the words back."""
    visit = deps.visit(request)
    return page(request, "key/check.html", card(visit)) if visit.pending.get("words") else redirect("/key")


@router.post("/key/check")
def check(request: Request) -> Response:
    """Put the card away when both words are right, or when the person goes on without."""
    form, visit = posted(request), deps.visit(request)
    if not visit.pending.get("words"):
        return redirect("/key")
    shown = replace(card(visit), form=form)
    if form.value("step") != "later":
        for number in shown.asked:
            if not _is_word(form.text(f"word_{number}", most=60), shown.words[number - 1]):
                form.refuse(f"word_{number}", ANOTHER_WORD)
    if not form.ok:
        return page(request, "key/check.html", shown, status=422)
    deps.step_up(request, visit.with_pending(words=None, asked=None))
    return redirect(keys.home_of(visit))


def card(visit: Visit) -> CardView:
    """Return the card that waits in a visit."""
    asked = tuple(position + 1 for position in visit.pending["asked"])
    return CardView(words=tuple(visit.pending["words"].split()), asked=asked, form=Form.of())


def _is_word(typed: str, word: str) -> bool:
    try:
        return canonical(typed) == canonical(word)
    except KeyUnreadable:
        return False
