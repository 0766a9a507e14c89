"""What all of a volunteer's pages share: who it is, and how a session of theirs is shown. Decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from scheduling.localtime import local_date
from service import availability, retention
from service.availability import SessionLine
from service.models import AppointmentState, Role, Volunteer
from web import deps
from web.formats import formats
from web.forms import Form


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One session as a volunteer reads it: `id` for forms, when by their own clock, who, and how."""

    id: str
    when: str
    time: str
    place: str
    alias: str
    format: str
    language: str
    state: AppointmentState
    ended_by: str | None


def volunteer(request: Request) -> Volunteer:
    """Return the volunteer who is looking.

    Raises: SignInFirst for a stranger; NotHere for anybody who is no volunteer.
    """
    visit = deps.require_role(request, Role.VOLUNTEER)
    with deps.site(request).db.reading() as db:
        return availability.volunteer_of(db, visit.account_id)


def chosen(request: Request) -> str:
    """Return the id of the session that the volunteer turned to; empty when there is none."""
    return str(deps.visit(request).pending.get("session", ""))


def turned_to(request: Request, form: Form) -> str:
    """Return the id of the session that a form names: another tab may have turned to another one meanwhile."""
    named = form.value("session")
    if named and named != chosen(request):
        deps.remember(request, deps.visit(request).with_pending(session=named))
    return named or chosen(request)


def shown_lines(request: Request, lines: Iterable[SessionLine], zone: str) -> tuple[ShownLine, ...]:
    """Return sessions in the volunteer's language, by the clock of `zone`."""
    return tuple(shown_line(request, line, zone) for line in lines)


def shown_line(request: Request, line: SessionLine, zone: str) -> ShownLine:
    """Return one session in the volunteer's language, by the clock of `zone`."""
    said = formats(deps.language(request))
    labels = dict(deps.site(request).directory.terms(deps.language(request)).formats)
    day_only = retention.is_blurred(line.starts_at, line.ends_at)
    return ShownLine(
        id=line.id.hex(),
        when=said.full_date(local_date(zone, line.starts_at)) if day_only else said.moment(line.starts_at, zone),
        time="" if day_only else said.time(line.starts_at, zone),
        place=said.place(line.starts_at, zone),
        alias=line.alias,
        format=labels.get(line.format, line.format),
        language=said.language_name(line.language),
        state=line.state,
        ended_by=line.ended_by,
    )


def changed(request: Request, volunteer_id: bytes) -> None:
    """Tell this process's directory that a volunteer's times have changed; comes after the commit."""
    deps.site(request).directory.touched([volunteer_id])
