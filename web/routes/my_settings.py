"""By which clock and in which language a person's pages are shown. Kept sealed in the wallet, and in the visit."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from scheduling.localtime import known_zones
from service import accounts
from service.settings import LANGUAGES
from service.visits import Visit
from web import deps, own
from web.formats import formats
from web.forms import Form, posted
from web.languages import CHOICES
from web.pages import page, page_router, redirect
from web.routes.my import visitor

router = page_router()


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The two settings, every clock with what it shows now, and the people the person does not want to be offered."""

    form: Form
    zones: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    avoided: tuple[tuple[str, str], ...]
    refusal: Refusal | None


@router.get("/my/settings")
def show(request: Request) -> Response:
    """Show the settings as they are."""
    visit = visitor(request)
    return _shown(request, visit, Form.of(zone=own.zone_of(request, visit), language=deps.language(request)))


@router.post("/my/settings")
def save(request: Request) -> Response:
    """Keep clock and language, and who may be offered again."""
    visit = visitor(request)
    form = posted(request)
    zone, language = form.one_of("zone", known_zones()), form.one_of("language", LANGUAGES)
    again = frozenset(form.values("again"))
    if not form.ok:
        return _shown(request, visit, form, status=422)
    if visit.signed_in:
        try:
            _seal(request, visit, zone=zone, language=language, again=again)
        except accounts.ChangedMeanwhile as refusal:
            return _shown(request, visit, form, refusal=refusal, status=409)
    offered = tuple(each for each in visit.wishes.not_volunteers if each.hex() not in again)
    wishes = visit.wishes.but(not_volunteers=offered)
    deps.remember(request, replace(visit, zone=zone, language=language, wishes=wishes))
    return redirect("/my")


def _seal(request: Request, visit: Visit, *, zone: str, language: str, again: frozenset[str]) -> None:
    """Write the settings into the wallet.

    Raises: ChangedMeanwhile.
    """
    site = deps.site(request)
    with site.db.writing() as db:
        account = accounts.of_visit(db, site, visit)
        avoided = tuple(each for each in account.settings.avoided if each.hex() not in again)
        changed = replace(account.settings, zone=zone, language=language, avoided=avoided)
        accounts.save_settings(db, site, account, changed)


def _shown(
    request: Request, visit: Visit, form: Form, *, refusal: Refusal | None = None, status: int = 200
) -> Response:  # fmt: skip
    site, said = deps.site(request), formats(deps.language(request))
    now = site.clock.now()
    view = SettingsView(
        form=form,
        zones=tuple((each.name, f"{said.time(now, each.name)} · {each.label}") for each in said.zones(now)),
        languages=tuple((each.code, each.name) for each in CHOICES),
        avoided=_avoided(request, visit),
        refusal=refusal,
    )
    return page(request, "my/settings.html", view, status=status)


def _avoided(request: Request, visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return the people not to be offered, of those who still help here."""
    site, language = deps.site(request), deps.language(request)
    ids = set(visit.wishes.not_volunteers)
    if visit.signed_in:
        with site.db.reading() as db:
            ids |= set(accounts.of_visit(db, site, visit).settings.avoided)
    cards = (site.directory.person_card(each, language) for each in sorted(ids))
    return tuple((card.volunteer_id.hex(), card.alias) for card in cards if card)
