"""What matters to you: one question a page, each of which can be skipped. The answers live in the sealed visit only.

Must not put an answer into an address, and must not insist on one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from service.directory import Words
from service.wishes import Part, Wishes
from web import deps
from web.formats import formats
from web.forms import Form, posted
from web.languages import N_, translations
from web.pages import page, page_router, redirect
from web.refusals import NotHere

router = page_router()

PART_LABELS: Final = {
    Part.MORNING: N_("Morning, 6 to 12"),
    Part.DAY: N_("Day, 12 to 18"),
    Part.EVENING: N_("Evening, 18 to 24"),
    Part.NIGHT: N_("Night, 0 to 6"),
}

MOST_AT_ONCE: Final = 5
"""Single answers shown before the rest is folded away: what a phone shows."""


@dataclass(frozen=True, slots=True)
class Question:
    """One page: the wish it asks for (`name`), why it is asked, and whether several answers are possible."""

    name: str
    title: str
    why: str
    any_number: bool = True


QUESTIONS: Final = (
    Question("language", N_("In which language would you like to talk?"),
             N_("So that you meet someone who speaks it well."), any_number=False),
    Question("formats", N_("How would you like to talk?"),
             N_("Not everyone offers everything. You can write only, too: nobody has to hear or see you.")),
    Question("parts", N_("Which part of the day suits you?"), N_("By your own clock; on the next page you check it.")),
    Question("topics", N_("What would you like to talk about?"),
             N_("Only to find someone who knows it well. It is not stored and nobody sees it.")),
    Question("kinds", N_("With whom would you like to talk?"), N_("Leave it open to find an earlier time.")),
)  # fmt: skip


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


def summary(wishes: Wishes, words: Words, *, language: str, say: Callable[[str], str]) -> tuple[str, ...]:
    """Return a person's wishes as short labels in their language, to show above the times."""
    labels = {
        word.slug: word.label
        for group in (words.kinds, words.topics, words.formats, words.attributes)
        for word in group
    }
    spoken = (formats(language).language_name(wishes.language),) if wishes.language else ()
    parts = tuple(say(PART_LABELS[Part(part)]) for part in wishes.parts)
    chosen = (*wishes.formats, *wishes.topics, *wishes.kinds, *wishes.attributes)
    return (*spoken, *parts, *(labels[slug] for slug in chosen if slug in labels))
