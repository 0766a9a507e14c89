"""The organisation's rules in numbers: deadlines, how many, how near, and what a new helper begins with."""

from dataclasses import asdict, dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from service import organisation, policy, staff
from web import deps, team
from web.forms import Form, posted
from web.languages import N_
from web.pages import page, page_router, redirect

router = page_router()

FOR_PEOPLE: Final[dict[str, str]] = {
    "cancel_hours": N_("Hours before a meeting until which it can be cancelled"),
    "move_hours": N_("Hours before a meeting until which it can be moved"),
    "programme_sessions": N_("Meetings in one programme"),
    "upcoming_max": N_("Meetings that one person can have ahead"),
    "first_upcoming_max": N_("The same before their first meeting has taken place"),
    "hold_minutes": N_("Minutes a time is kept while somebody decides"),
    "hold_extensions": N_("How often they can ask for more minutes"),
}
NEARNESS: Final[dict[str, str]] = {
    "near_hours": N_("Hours ahead that count as near"),
    "channel_fresh_days": N_("Days for which a confirmed address counts as fresh"),
}
FOR_HELPERS: Final[dict[str, str]] = {
    "length_minutes": N_("Minutes of a meeting"),
    "step_minutes": N_("Minutes from one offered start to the next"),
    "gap_minutes": N_("Minutes of rest after a meeting"),
    "notice_hours": N_("Hours a meeting is booked ahead at least"),
    "horizon_days": N_("Days ahead that are offered"),
    "caseload_cap": N_("People accompanied at the same time"),
}
NUMBERS: Final = FOR_PEOPLE | NEARNESS | FOR_HELPERS


@dataclass(frozen=True, slots=True)
class Number:
    """One rule in the form: its field, its label, and what it can be."""

    name: str
    label: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class RulesView:
    """The rules in three groups."""

    form: Form
    for_people: tuple[Number, ...]
    nearness: tuple[Number, ...]
    for_helpers: tuple[Number, ...]

    @property
    def all(self) -> tuple[Number, ...]:
        """Every rule, in the order of the page."""
        return self.for_people + self.nearness + self.for_helpers


@router.get("/team/rules")
def show(request: Request) -> Response:
    """Show the numbers that hold now."""
    team.coordinator(request)
    with deps.site(request).db.reading() as db:
        now = asdict(policy.load(db))
    return _shown(request, Form.of(**{name: str(now[name]) for name in NUMBERS}))


@router.post("/team/rules")
def change(request: Request) -> Response:
    """Write the numbers, all of them or none."""
    team.coordinator(request)
    form, bounds = posted(request), policy.bounds()
    numbers = {name: form.number(name, least=int(bounds[name][0]), most=int(bounds[name][1])) for name in NUMBERS}
    if not form.ok:
        return _shown(request, form, status=422)
    site = deps.site(request)
    with site.db.writing() as db:
        staff.require_coordinator(db, deps.visit(request).account_id)
        organisation.change_rules(db, numbers)
    site.directory.touched()
    return redirect("/team/rules")


def _shown(request: Request, form: Form, *, status: int = 200) -> Response:
    bounds = policy.bounds()
    groups = (
        tuple(Number(name, label, int(bounds[name][0]), int(bounds[name][1])) for name, label in group.items())
        for group in (FOR_PEOPLE, NEARNESS, FOR_HELPERS)
    )
    return page(request, "team/rules.html", RulesView(form, *groups), status=status)
