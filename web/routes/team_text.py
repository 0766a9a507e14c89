"""One of the organisation's texts in three languages side by side: look at it, then save all of them or none."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from service import organisation, staff
from service.organisation import Text, TextChangedMeanwhile, TextName, TextRefusal
from service.organisation.texts import LONGEST_TEXT, paragraphs_of, version_of
from service.settings import LANGUAGES
from web import deps, team
from web.forms import Form, posted
from web.pages import page, page_router, redirect
from web.refusals import NotHere
from web.routes.team_texts import TITLES, WHERE

router = page_router()

Stored = dict[str, Text]


@dataclass(frozen=True, slots=True)
class Side:
    """One language's side: the version its field began with, how it would look, what somebody else saved meanwhile."""

    language: str
    version: str
    is_placeholder: bool
    looks: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextView:
    """One text in all languages."""

    title: str
    where: str
    form: Form
    sides: tuple[Side, ...]
    longest: int
    is_preview: bool = False


@router.get("/team/texts/{name}")
def show(request: Request, name: str) -> Response:
    """Show one text in three languages."""
    known = _known(name)
    stored = _stored(request, known)
    form = Form.of(**{language: text.plain for language, text in stored.items()})
    sides = tuple(Side(text.language, text.version, text.is_placeholder) for text in stored.values())
    return _page(request, TextView(TITLES[known], WHERE[known], form, sides, LONGEST_TEXT))


@router.post("/team/texts/{name}")
def change(request: Request, name: str) -> Response:
    """Show how what was typed would look, or save it."""
    known, form = _known(name), posted(request)
    stored = _stored(request, known)
    if form.value("go") == "look":
        sides = tuple(_looked_at(form, text) for text in stored.values())
        return _page(request, TextView(TITLES[known], WHERE[known], form, sides, LONGEST_TEXT, is_preview=True))
    faster = _save(request, known, form)
    if form.ok:
        return redirect("/team/texts")
    return _again(request, known, form, faster=faster)


def _save(request: Request, name: TextName, form: Form) -> str:
    """Save what was touched; note in the form what could not be, and return the language somebody was faster in."""
    language = ""
    try:
        with deps.site(request).db.writing() as db:
            staff.require_coordinator(db, deps.visit(request).account_id)
            for language in (each for each in LANGUAGES if _is_touched(form, each)):
                organisation.save_text(db, name, language, form.value(language), seen_version=_seen(form, language))
    except TextChangedMeanwhile as refusal:
        form.refuse(language, refusal.msgid)
        return language
    except TextRefusal as refusal:
        form.refuse(language, refusal.msgid, **refusal.parameters)
    return ""


def _again(request: Request, name: TextName, form: Form, *, faster: str) -> Response:
    """Show what was typed once more; a side nobody touched shows what is stored by now."""
    stored = _stored(request, name)
    kept = Form.of(
        **{each: form.value(each) if _is_touched(form, each) else text.plain for each, text in stored.items()}
    )
    kept.problems.update(form.problems)
    sides = tuple(_side_again(form, text, faster=faster) for text in stored.values())
    view = TextView(TITLES[name], WHERE[name], kept, sides, LONGEST_TEXT)
    return _page(request, view, status=409 if faster else 422)


def _side_again(form: Form, text: Text, *, faster: str) -> Side:
    if text.language == faster:
        return Side(text.language, text.version, text.is_placeholder, theirs=text.paragraphs)
    version = _seen(form, text.language) if _is_touched(form, text.language) else text.version
    return Side(text.language, version, text.is_placeholder)


def _looked_at(form: Form, text: Text) -> Side:
    looks = paragraphs_of(form.value(text.language))
    return Side(text.language, _seen(form, text.language), text.is_placeholder, looks=looks)


def _is_touched(form: Form, language: str) -> bool:
    """Say whether a field holds something else than it began with; a draft left as it was is not saved."""
    return version_of(form.value(language)) != _seen(form, language)


def _seen(form: Form, language: str) -> str:
    return form.value(f"seen_{language}")


def _known(name: str) -> TextName:
    if name not in TextName.__members__.values():
        raise NotHere
    return TextName(name)


def _stored(request: Request, name: TextName) -> Stored:
    team.coordinator(request)
    with deps.site(request).db.reading() as db:
        return {language: organisation.text(db, name, language) for language in LANGUAGES}


def _page(request: Request, view: TextView, *, status: int = 200) -> Response:
    return page(request, "team/text.html", view, status=status)
