"""One person who helps, as coordinators see them: confirm, check a diploma, close out, let back in, say good-bye."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import staff
from service.directory.words import Words
from service.site import Site
from service.staff import Member, StaffRefusal
from service.staff.refusals import PersonUnknown
from web import deps, team
from web.formats import formats
from web.forms import posted
from web.pages import page, page_router, redirect

router = page_router()

Deed = Callable[[Session, Site, bytes, bytes], object]
DEEDS: dict[str, Deed] = {
    "approve": lambda db, _site, person, by: staff.approve(db, person, coordinator=by),
    "checked": lambda db, _site, person, by: staff.set_qualification_checked(db, person, checked=True, coordinator=by),
    "unchecked": lambda db, _site, person, by: staff.set_qualification_checked(
        db, person, checked=False, coordinator=by
    ),
    "suspend": lambda db, site, person, by: staff.suspend(db, site, person, coordinator=by),
    "resume": lambda db, _site, person, by: staff.resume(db, person, coordinator=by),
    "part": lambda db, site, person, by: staff.part(db, site, person, coordinator=by),
}


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person, their words in the reader's language, and what could not be done."""

    member: Member
    kinds: tuple[str, ...]
    formats: tuple[str, ...]
    languages: str
    confirmed_on: str
    refusal: Refusal | None = None


@router.get("/team/person")
def show(request: Request) -> Response:
    """Show the person whom the list was asked for."""
    team.coordinator(request)
    person = deps.visit(request).pending.get("person")
    if not isinstance(person, bytes):
        return redirect("/team")
    return _shown(request, person)


@router.post("/team/person")
def act(request: Request) -> Response:
    """Do one thing for the person whom the form names: another tab may have opened another one meanwhile."""
    coordinator, form, site = team.coordinator(request), posted(request), deps.site(request)
    person, deed = team.person_of(form.value("person")), DEEDS.get(form.value("go"))
    if deed is None:
        return _shown(request, person, status=422)
    try:
        with site.db.writing() as db:
            deed(db, site, person, coordinator)
    except PersonUnknown:
        raise
    except StaffRefusal as refusal:
        return _shown(request, person, refusal=refusal, status=409)
    site.directory.touched([person])
    return redirect("/team/person")


def _shown(request: Request, person: bytes, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    coordinator, site = team.coordinator(request), deps.site(request)
    with site.db.reading() as db:
        member = staff.member(db, site, person, coordinator=coordinator)
    said = formats(deps.language(request))
    words: Words = site.directory.terms(said.language)
    view = PersonView(
        member=member,
        kinds=tuple(word.label for word in words.kinds if word.slug in member.terms),
        formats=tuple(word.label for word in words.formats if word.slug in member.terms),
        languages=said.language_names(member.languages),
        confirmed_on=said.full_date(member.confirmed_on) if member.confirmed_on else "",
        refusal=refusal,
    )
    return page(request, "team/person.html", view, status=status)
