"""Is it 21:14 where you are? A person says by which clock times are shown; it stays in the sealed visit.

Asked, never guessed from an address: browsers that protect their user report UTC. The long list of clocks is a page of
its own, so that nobody downloads it who does not need it.
"""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from scheduling.localtime import known_zones
from web import deps
from web.formats import formats
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class ClockView:
    """The clock that is proposed, and the time it shows now."""

    proposed: str
    time: str
    place: str
    chosen_before: bool


@dataclass(frozen=True, slots=True)
class ClockList:
    """Every clock, each with the time it shows now."""

    form: Form
    choices: tuple[tuple[str, str], ...]


@router.get("/clock")
def ask(request: Request) -> Response:
    """Propose a clock: the one chosen before, else the site's default."""
    zone, face = _proposed(request), _face(request, _proposed(request))
    view = ClockView(zone, face["time"], face["place"], deps.visit(request).zone is not None)
    return page(request, "times/clock.html", view)


@router.post("/clock")
def choose(request: Request) -> Response:
    """Keep the chosen clock for this visit."""
    form = posted(request)
    zone = form.one_of("zone", known_zones())
    if not form.ok:
        return _list(request, form, status=422)
    deps.remember(request, replace(deps.visit(request), zone=zone))
    return redirect("/times")


@router.get("/clock/list")
def every_clock(request: Request) -> Response:
    """Show every clock to choose from."""
    return _list(request, Form.of(zone=_proposed(request)))


@router.post("/clock/face")
def face(request: Request) -> Response:
    """Tell a script what one clock shows; changes nothing, and comes by POST so that the zone is in no address."""
    zone = posted(request).value("zone")
    return JSONResponse(_face(request, zone) if zone in known_zones() else {}, status_code=200)


def _face(request: Request, zone: str) -> dict[str, str]:
    said, now = formats(deps.language(request)), deps.site(request).clock.now()
    return {"time": said.time(now, zone), "place": said.place(now, zone)}


def _proposed(request: Request) -> str:
    return deps.visit(request).zone or deps.site(request).settings.default_zone


def _list(request: Request, form: Form, *, status: int = 200) -> Response:
    said, now = formats(deps.language(request)), deps.site(request).clock.now()
    choices = tuple((each.name, f"{said.time(now, each.name)} · {each.label}") for each in said.zones(now))
    return page(request, "times/clocks.html", ClockList(form, choices), status=status)
