"""The held time, who it is and on what terms, as the page before a booking shows them. Reads, never changes."""

from dataclasses import dataclass

from starlette.requests import Request

from scheduling.errors import Refusal
from service import booking, organisation
from service.directory import PersonCard
from service.visits import HeldSlot
from web import deps
from web.formats import formats
from web.forms import Form


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """The held time, the person, the terms; `minutes` is how long the time is still kept, `held` names the hold."""

    form: Form
    person: PersonCard
    languages: tuple[tuple[str, str], ...]
    formats: tuple[tuple[str, str], ...]
    when: str
    place: str
    limits: tuple[str, ...]
    minutes: int
    n: int
    held: str
    refusal: Refusal | None


def confirm_view(request: Request, refusal: Refusal | None = None) -> ConfirmView | None:
    """Return what the page shows, None when no time is held any more."""
    visit, site, language = deps.visit(request), deps.site(request), deps.language(request)
    held = visit.hold
    person = site.directory.person_card(held.volunteer_id, language) if held else None
    now = site.clock.now()
    if held is None or person is None or held.expires_at <= now:
        return None
    said, zone = formats(language), visit.zone or site.settings.default_zone
    with site.db.reading() as db:
        limits = organisation.texts(db, language).limits.paragraphs
        n = booking.next_n(db, visit.wallet_key) if visit.wallet_key else 0
    return ConfirmView(
        form=Form.of(format=held.format, language=held.language),
        person=person,
        languages=tuple((code, said.language_name(code)) for code in person.languages),
        formats=tuple(person.words.formats),
        when=said.moment(held.starts_at, zone),
        place=said.place(held.starts_at, zone),
        limits=limits,
        minutes=max(1, (held.expires_at - now) // 60),
        n=n,
        held=name_of(held),
        refusal=refusal,
    )


def name_of(held: HeldSlot) -> str:
    """Return what a form says of the hold it was made for: the same while it is the same person at the same time."""
    return f"{held.starts_at}-{held.volunteer_id.hex()}"
