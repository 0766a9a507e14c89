"""Is it 21:14 where you are? A person says by which clock times are shown; it stays in the sealed visit.

Asked, never guessed from an address: browsers that protect their user report UTC.
"""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from scheduling.localtime import known_zones
from web import deps
from web.formats import formats
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock that is proposed, and all others: each with the time it shows now."""

    form: Form
    proposed: str
    time: str
    place: str
    choices: tuple[tuple[str, str], ...]
    chosen_before: bool


@router.get("/clock")
def ask(request: Request) -> Response:
    """Propose a clock: the one chosen before, else the site's default."""
    return _shown(request, Form.of(zone=_proposed(request)))


@router.post("/clock")
def choose(request: Request) -> Response:
    """Keep the chosen clock for this visit."""
    form = posted(request)
    zone = form.one_of("zone", known_zones())
    if not form.ok:
        return _shown(request, Form.of(zone=_proposed(request)), status=422, problems=form)
    deps.remember(request, replace(deps.visit(request), zone=zone))
    return redirect("/times")


def _proposed(request: Request) -> str:
    return deps.visit(request).zone or deps.site(request).settings.default_zone


def _shown(request: Request, form: Form, *, status: int = 200, problems: Form | None = None) -> Response:
    now = deps.site(request).clock.now()
    said = formats(deps.language(request))
    zone = _proposed(request)
    if problems:
        form.problems.update(problems.problems)
    view = ClockView(
        form=form,
        proposed=zone,
        time=said.time(now, zone),
        place=said.place(now, zone),
        choices=tuple((each.name, f"{said.time(now, each.name)} · {each.label}") for each in said.zones(now)),
        chosen_before=deps.visit(request).zone is not None,
    )
    return page(request, "times/clock.html", view, status=status)
