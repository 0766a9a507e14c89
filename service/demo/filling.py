"""Fill an empty database with an invented organisation: the same people, hours and texts each time, fresh keys and ids.

1. Words, texts and lines. 2. Accounts with keys. 3. Volunteers with hours and absences. 4. Sessions. 5. A calm outbox.
Runs nowhere but in the demo, and changes nothing but an empty database.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from scheduling.localtime import local_date, to_instant
from service import accounts, availability, booking, notices, organisation, policy
from service.clock import utc_date
from service.demo import cast, sessions
from service.demo.cast import Part
from service.demo.keys import DemoKeys, known_keys, make_keys, new_account, nobodys_account
from service.demo.sessions import Chosen
from service.models import OccupancyKind, Role, Volunteer, VolunteerState, new_id
from service.settings import Mode
from service.site import Site
from service.store import approvals, occupancies, outbox, terms, volunteers

Progress = Callable[[str, int, int | None], None]
"""Told what is done, and how many of how many steps."""

THERAPIST: Final = "Рябина"
CLIENT_ZONE: Final = "Asia/Almaty"
FORMATS: Final = ("text", "voice", "video")
AWAY: Final = {"Облепиха": (9, 14), "Heron": (3, 5), "Верба": (20, 34)}
"""Days from today between which volunteers are away."""
CLOSED: Final = {"Калина": 4, "Тополь": 8}
"""The one day from today that a volunteer keeps free."""
MEETING_SECONDS: Final = 5400


class DemoRefused(Exception):
    """The demo is not filled in here; its text says why."""


@dataclass(frozen=True, slots=True)
class _People:
    """Hold the client's wallet key and the staff's accounts."""

    wallet_key: bytes
    therapist: bytes
    coordinators: tuple[bytes, ...]


class _Steps:
    """Count steps for whoever wants to know."""

    TOTAL = 7

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._done = progress, 0

    def step(self, what: str) -> None:
        self._done += 1
        if self._progress:
            self._progress(what, self._done, self.TOTAL)


def fill(site: Site, progress: Progress | None = None, *, seed: int = 0) -> DemoKeys | None:
    """Fill the site's migrated, empty database and return the keys to sign in with; they are kept for the next start.

    A database that a demo has filled before stays as it is and its keys are returned; None when somebody else is in it.

    Raises: DemoRefused outside the demo.
    """
    if site.settings.mode is not Mode.DEMO:
        raise DemoRefused("The demo is only filled in with PRISTAN_MODE=demo; a real house begins empty.")
    with site.db.reading() as db:
        is_empty = not volunteers.all_of(db)
    return _filled(site, _Steps(progress), random.Random(seed)) if is_empty else known_keys(site)  # noqa: S311 - no secret


def _filled(site: Site, told: _Steps, rng: random.Random) -> DemoKeys:
    with site.db.writing() as db:
        _write_words(db, site)
    told.step("Words and texts")
    keys = make_keys()
    people = _write_accounts(site, keys)
    told.step("Accounts")
    with site.db.writing() as db:
        ids = {part.alias: _write_volunteer(db, site, part, people) for part in cast.volunteers()}
    told.step("Volunteers")
    _write_absences(site, ids)
    site.directory.touched(ids.values())
    told.step("Absences")
    chosen = _offered(ids)
    _book_past(site, people.wallet_key, ids[THERAPIST], chosen)
    told.step("Sessions behind")
    _book_ahead(site, people.wallet_key, ids[THERAPIST], chosen, rng)
    told.step("Sessions ahead")
    _calm(site, ids.values())
    keys.save(site.settings.data_dir)
    told.step("Keys")
    return keys


def _calm(site: Site, volunteer_ids: Iterable[bytes]) -> None:
    """Take back the letters about sessions that the demo itself has booked."""
    with site.db.writing() as db:
        for volunteer_id in volunteer_ids:
            outbox.remove_of(db, volunteer_id, "news", "check")
    site.directory.touched(volunteer_ids)


def _write_words(db: Session, site: Site) -> None:
    for position, word in enumerate(cast.words()):
        terms.put(db, word.slug, sort=word.sort, labels=word.labels, position=position)
    for name, by_language in cast.texts().items():
        for language, text in by_language.items():
            organisation.save_text(db, name, language, text)
    for line in cast.helplines(utc_date(site.clock.now())):
        organisation.save_helpline(db, line)


def _write_accounts(site: Site, keys: DemoKeys) -> _People:
    client = new_account(site, keys.client, language="ru", zone=CLIENT_ZONE)
    therapist = new_account(site, keys.therapist, language="uk", zone="Asia/Tbilisi")
    first = new_account(site, keys.first_coordinator, language="en", zone="Europe/Berlin")
    second = new_account(site, keys.second_coordinator, language="ru", zone="Europe/Belgrade")
    with site.db.writing() as db:
        accounts.create(db, site, client)
        return _People(
            wallet_key=client.wallet_key,
            therapist=accounts.create(db, site, therapist, role=Role.VOLUNTEER).account_id,
            coordinators=tuple(
                accounts.create(db, site, each, role=Role.COORDINATOR).account_id for each in (first, second)
            ),
        )


def _write_volunteer(db: Session, site: Site, part: Part, people: _People) -> bytes:
    account_id = people.therapist if part.alias == THERAPIST else nobodys_account(db, site, role=Role.VOLUNTEER)
    volunteer = Volunteer(
        **{
            "id": new_id(),
            "account_id": account_id,
            "alias": part.alias,
            "about": dict(part.about),
            "zone": part.zone,
            "state": part.state,
            "qualification_checked": "psychologist" in part.offers and part.state != VolunteerState.WAITING,
            **_numbers(db, part),
        }
    )
    volunteers.add(db, volunteer)
    volunteers.put_languages(db, volunteer.id, part.languages)
    volunteers.put_terms(db, volunteer.id, part.offers)
    if part.windows:
        availability.add_windows(db, site, volunteer.id, list(part.windows))
    _write_standing(db, site, volunteer.id, part, people.coordinators)
    return volunteer.id


def _numbers(db: Session, part: Part) -> Mapping[str, Any]:
    rules = policy.load(db)
    usual = ("length_minutes", "step_minutes", "gap_minutes", "notice_hours", "horizon_days", "caseload_cap")
    return {**{name: getattr(rules, name) for name in usual}, **part.numbers}


def _write_standing(db: Session, site: Site, volunteer_id: bytes, part: Part, coordinators: Sequence[bytes]) -> None:
    """Give a volunteer a notice address and as many coordinators' yes as their state says."""
    if part.state is VolunteerState.DRAFT:
        return
    notices.set_channel(db, site, volunteer_id, address=f"{volunteer_id.hex()[:8]}@example.org")
    if part.fresh_days is not None:
        confirmed_on = utc_date(site.clock.now()) - timedelta(days=part.fresh_days)
        outbox.set_channel(db, volunteer_id, {"confirmed_on": confirmed_on, "notice_token_hash": None})
        outbox.remove_of(db, volunteer_id)
    for account_id in coordinators if part.state is not VolunteerState.WAITING else coordinators[:1]:
        approvals.add(db, volunteer_id, account_id)


def _write_absences(site: Site, ids: Mapping[str, bytes]) -> None:
    now = site.clock.now()
    with site.db.writing() as db:
        for alias, (first, last) in AWAY.items():
            today = local_date(_zone(alias), now)
            availability.be_away(
                db, site, ids[alias], first_on=today + timedelta(days=first), last_on=today + timedelta(days=last)
            )
        for alias, days in CLOSED.items():
            on = local_date(_zone(alias), now) + timedelta(days=days)
            shown = availability.days(db, site, ids[alias]).edition
            availability.replace_day(db, site, ids[alias], on, [], edition=shown)
        _write_supervision(db, site, ids[THERAPIST])


def _write_supervision(db: Session, site: Site, volunteer_id: bytes) -> None:
    """Let the therapist have an hour and a half of supervision on the next two Thursdays."""
    zone = _zone(THERAPIST)
    today = local_date(zone, site.clock.now())
    thursday = today + timedelta(days=(3 - today.weekday()) % 7 or 7)
    for week in range(2):
        start_at = to_instant(zone, thursday + timedelta(weeks=week), 12 * 60)
        occupancies.claim(
            db, volunteer_id, OccupancyKind.MEETING, starts_at=start_at, blocked_until=start_at + MEETING_SECONDS
        )
    volunteers.bump(db, [volunteer_id])


def _book_past(site: Site, wallet_key: bytes, therapist: bytes, chosen: Sequence[Chosen]) -> None:
    """Let the client and some others have met somebody in the last days."""
    own = next(each for each in chosen if each.volunteer_id == therapist)
    then = sessions.some_days_ago(site)
    sessions.book_past(then, wallet_key, own)
    for each in chosen[1::2]:
        sessions.book_past(then, sessions.somebody(), each)
    sessions.settle(site)


def _book_ahead(site: Site, wallet_key: bytes, therapist: bytes, chosen: Sequence[Chosen], rng: random.Random) -> None:
    """Let the client have one session ahead, and others some; one of them was called off."""
    own = next(each for each in chosen if each.volunteer_id == therapist)
    sessions.book_kept(site, wallet_key, own) or sessions.book_ahead(site, wallet_key, own, rng=rng)
    called_off = sessions.somebody()
    if booked := sessions.book_ahead(site, called_off, own, rng=rng):
        with site.db.writing() as db:
            booking.cancel(db, site, wallet_key=called_off, n=booked.n)
    for each in chosen:
        for _ in range(rng.choice((1, 1, 2, 2, 3))):
            sessions.book_ahead(site, sessions.somebody(), each, rng=rng)


def _offered(ids: Mapping[str, bytes]) -> list[Chosen]:
    active = [part for part in cast.volunteers() if part.state is VolunteerState.ACTIVE]
    return [
        Chosen(ids[part.alias], next(each for each in FORMATS if each in part.offers), part.languages[0])
        for part in active
    ]


def _zone(alias: str) -> str:
    return next(part.zone for part in cast.volunteers() if part.alias == alias)
