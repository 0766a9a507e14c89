"""What matters to you: one question a page, each of which can be skipped. The answers live in the sealed visit only.

Must not put an answer into an address, and must not insist on one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from service.directory import Words
from web import deps
from web.formats import formats
from web.forms import Form, posted
from web.languages import translations
from web.pages import page, page_router, redirect
from web.questions import PART_LABELS, QUESTIONS, Question
from web.refusals import NotHere

router = page_router()

MOST_AT_ONCE: Final = 5
"""Single answers shown before the rest is folded away: what a phone shows."""


@dataclass(frozen=True, slots=True)
class WishView:
    """One question with its choices; `rare` are those few people need.

    `extra` are further wishes on the same page (who the helper is).
    """

    form: Form
    question: Question
    options: tuple[tuple[str, str], ...]
    rare: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]
    step: int
    total: int
    previous: str

    @property
    def rare_chosen(self) -> bool:
        """Tell whether one of the rare choices was taken before."""
        return self.form.value(self.question.name) in {value for value, _ in self.rare}


@router.get("/wishes/{step}")
def ask(request: Request, step: int) -> Response:
    """Ask one question, with what was answered before."""
    wishes = deps.visit(request).wishes
    given = Form.of(
        language=wishes.language or "",
        attributes=wishes.attributes,
        **{name: getattr(wishes, name) for name in ("formats", "parts", "topics", "kinds")},
    )
    return _shown(request, step, given)


@router.post("/wishes/{step}")
def answer(request: Request, step: int) -> Response:
    """Keep the answer in the visit and go on: to the next question, or to the times at once."""
    question = _question(step)
    form = posted(request)
    changed = _nothing(question) if form.value("go") == "skip" else _read(request, question, form)
    if not form.ok:
        return _shown(request, step, form, status=422)
    visit = deps.visit(request)
    deps.remember(request, replace(visit, wishes=visit.wishes.but(**changed)))
    last = step == len(QUESTIONS) or form.value("go") == "times"
    return redirect(("/times" if visit.zone else "/clock") if last else f"/wishes/{step + 1}")


def _question(step: int) -> Question:
    if not 1 <= step <= len(QUESTIONS):
        raise NotHere
    return QUESTIONS[step - 1]


def _nothing(question: Question) -> dict[str, str | tuple[str, ...] | None]:
    """Return the change of a skipped question: what was answered before no longer matters."""
    return {"language": None} if question.name == "language" else {question.name: ()}


def _read(request: Request, question: Question, form: Form) -> dict[str, str | tuple[str, ...] | None]:
    """Return the wishes this form changes; anything that cannot be chosen becomes a problem of its field."""
    known = deps.site(request).directory.vocabulary()
    if question.name == "language":
        return {"language": form.one_of("language", ("", *known.languages)) or None}
    read: dict[str, str | tuple[str, ...] | None] = {
        question.name: form.some_of(question.name, getattr(known, question.name))
    }
    if question.name == "kinds":
        read["attributes"] = form.some_of("attributes", known.attributes)
    return read


def _shown(request: Request, step: int, form: Form, *, status: int = 200) -> Response:
    question = _question(step)
    words = deps.site(request).directory.terms(deps.language(request))
    options = _OPTIONS[question.name](request, words)
    view = WishView(
        form=form,
        question=question,
        options=options[:MOST_AT_ONCE] if not question.any_number else options,
        rare=options[MOST_AT_ONCE:] if not question.any_number else (),
        extra=tuple(words.attributes) if question.name == "kinds" else (),
        step=step,
        total=len(QUESTIONS),
        previous=f"/wishes/{step - 1}" if step > 1 else "/",
    )
    return page(request, "wishes/question.html", view, status=status)


def _languages(request: Request, _words: Words) -> tuple[tuple[str, str], ...]:
    named = formats(deps.language(request))
    spoken = deps.site(request).directory.languages()
    first = sorted(spoken, key=lambda code: code != deps.language(request))
    return tuple((code, named.language_name(code)) for code in first)


def _said(request: Request) -> Callable[[str], str]:
    return translations(deps.language(request)).gettext


_OPTIONS: Final[dict[str, Callable[[Request, Words], tuple[tuple[str, str], ...]]]] = {
    "language": _languages,
    "formats": lambda _request, words: tuple(words.formats),
    "parts": lambda request, _words: tuple((part.value, _said(request)(label)) for part, label in PART_LABELS.items()),
    "topics": lambda _request, words: tuple(words.topics),
    "kinds": lambda _request, words: tuple(words.kinds),
}
