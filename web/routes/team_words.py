"""The words by which people look for help: kinds, topics, ways to talk, attributes; named anew, hidden, added."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from service import organisation, staff
from service.models import TermSort
from service.organisation import HelpWord, WordRefusal, WordUnknown
from service.organisation.words import ADDED_SORTS, LONGEST_WORD
from service.settings import LANGUAGES
from web import deps, team
from web.forms import Form, posted
from web.languages import N_
from web.pages import page, page_router, redirect

router = page_router()
NEW: Final = "new"
SORTS: Final[dict[TermSort, str]] = {
    TermSort.KIND: N_("Kind of help"),
    TermSort.TOPIC: N_("Topics"),
    TermSort.FORMAT: N_("Ways to talk"),
    TermSort.ATTRIBUTE: N_("About the person"),
}


@dataclass(frozen=True, slots=True)
class WordsView:
    """Every word in the reader's language, by what it describes."""

    groups: tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...]


@dataclass(frozen=True, slots=True)
class WordView:
    """The form of one word; `sorts` are what a new one can describe."""

    form: Form
    is_new: bool
    sorts: tuple[tuple[str, str], ...]
    longest: int


@router.get("/team/words")
def show_all(request: Request) -> Response:
    """Show every word, hidden ones too."""
    team.coordinator(request)
    language = deps.language(request)
    with deps.site(request).db.reading() as db:
        words = organisation.help_words(db)
    groups = tuple(
        (label, tuple((word.slug or "", word.labels[language], word.active) for word in words if word.sort == sort))
        for sort, label in SORTS.items()
    )
    return page(request, "team/words.html", WordsView(groups))


@router.get("/team/words/{slug}")
def show(request: Request, slug: str) -> Response:
    """Show an empty form, or one word's."""
    team.coordinator(request)
    if slug == NEW:
        return _shown(request, Form.of(sort=TermSort.TOPIC, active="1", position="0"), slug)
    with deps.site(request).db.reading() as db:
        word = organisation.help_word(db, slug)
    labels = {f"label_{language}": word.labels.get(language, "") for language in LANGUAGES}
    form = Form.of(sort=word.sort, active="1" if word.active else "", position=str(word.position), **labels)
    return _shown(request, form, slug)


@router.post("/team/words/{slug}")
def save(request: Request, slug: str) -> Response:
    """Store the word."""
    team.coordinator(request)
    form, site = posted(request), deps.site(request)
    sort = TermSort.TOPIC if slug != NEW else form.one_of("sort", [each.value for each in ADDED_SORTS])
    position = form.number("position", least=0, most=999)
    if not form.ok:
        return _shown(request, form, slug, status=422)
    word = HelpWord(
        sort=TermSort(sort),
        labels={language: form.value(f"label_{language}") for language in LANGUAGES},
        position=position,
        active=form.value("active") == "1",
        slug=None if slug == NEW else slug,
    )
    try:
        with site.db.writing() as db:
            staff.require_coordinator(db, deps.visit(request).account_id)
            organisation.save_help_word(db, word)
    except WordUnknown:
        raise
    except WordRefusal as refusal:
        wanting = (each for each in LANGUAGES if not 0 < len(form.value(f"label_{each}").strip()) <= LONGEST_WORD)
        form.refuse(f"label_{next(wanting, LANGUAGES[0])}", refusal.msgid, **refusal.parameters)
        return _shown(request, form, slug, status=422)
    site.directory.touched()
    return redirect("/team/words")


def _shown(request: Request, form: Form, slug: str, *, status: int = 200) -> Response:
    sorts = tuple((sort.value, SORTS[sort]) for sort in ADDED_SORTS)
    return page(request, "team/word.html", WordView(form, slug == NEW, sorts, LONGEST_WORD), status=status)
