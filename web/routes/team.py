"""A coordinator's first page: what waits, and everybody who helps."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from service import notices, organisation, staff
from service.notices import MailState
from service.staff import Team
from service.staff.listing import ORDER
from web import deps, team
from web.forms import posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class TeamView:
    """Everybody by state, and what a coordinator should look at."""

    team: Team
    states: tuple[str, ...]
    mail: MailState
    lines_to_check: int
    texts_to_write: int
    open_invitations: int
    invited_from_the_host: tuple[date, ...]


@router.get("/team")
def show(request: Request) -> Response:
    """Show what waits and who is here."""
    coordinator, site, today = team.coordinator(request), deps.site(request), team.today(request)
    with site.db.reading() as db:
        view = TeamView(
            team=staff.team(db, site, coordinator=coordinator),
            states=tuple(ORDER),
            mail=notices.mail_state(db, site),
            lines_to_check=len(organisation.helplines_to_check(db, today=today)),
            texts_to_write=len(organisation.placeholders(db)),
            open_invitations=len(staff.open_invitations(db, today=today)),
            invited_from_the_host=staff.invited_from_the_host(db, today=today),
        )
    return page(request, "team/people.html", view)


@router.post("/team")
def open_person(request: Request) -> Response:
    """Open one person's page; whose it is stands in the sealed visit, not in the address."""
    team.coordinator(request)
    person = team.person_of(posted(request).value("person"))
    deps.remember(request, deps.visit(request).with_pending(person=person))
    return redirect("/team/person")
