"""A volunteer's weekly hours: shown, added, changed, removed. Booked sessions stay as they are."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS, zone_info
from service.availability.changing import done, edition_of_rules, ensure_same, own
from service.availability.refusals import NotHere, TooMany
from service.availability.sessions import SessionLine, outside_hours
from service.availability.windows import Window, check_apart
from service.directory.load import AHEAD_DAYS
from service.models import OpeningRule, Volunteer, new_id
from service.site import Site
from service.store import openings as rows
from service.store import volunteers

MOST_WINDOWS: Final = 60


@dataclass(frozen=True, slots=True)
class OwnWindow:
    """Hold one stored window and the id by which it is changed."""

    id: bytes
    window: Window


@dataclass(frozen=True, slots=True)
class Hours:
    """Hold a volunteer's weekly hours as a form shows them, Monday first; `edition` goes with every change."""

    zone: str
    length_minutes: int
    windows: tuple[OwnWindow, ...]
    edition: str


def hours(db: Session, volunteer_id: bytes) -> Hours:
    """Return a volunteer's weekly hours. Two queries.

    Raises: NotHere.
    """
    volunteer = volunteers.by_id(db, volunteer_id)
    if volunteer is None:
        raise NotHere
    rules = rows.rules_of(db, volunteer_id)
    windows = tuple(OwnWindow(rule.id, _window(rule)) for rule in rules)
    return Hours(volunteer.zone, volunteer.length_minutes, windows, edition_of_rules(rules))


def add_windows(db: Session, site: Site, volunteer_id: bytes, windows: list[Window]) -> None:
    """Open new weekly windows, all of them or none.

    Raises: NotHere, WindowRefusal, UnknownZone.
    """
    volunteer = own(db, volunteer_id)
    kept = [_window(rule) for rule in rows.rules_of(db, volunteer_id)]
    _check(volunteer, kept, windows)
    rows.add_rules(db, [rule_of(volunteer_id, window) for window in windows])
    done(db, site, volunteer_id)


def change_window(
    db: Session, site: Site, volunteer_id: bytes, rule_id: bytes, window: Window, *, edition: str
) -> None:
    """Put a window in the place of one as it was shown.

    Raises: NotHere, ChangedMeanwhile, WindowRefusal, UnknownZone.
    """
    volunteer = own(db, volunteer_id)
    rules = rows.rules_of(db, volunteer_id)
    ensure_same(edition, edition_of_rules(rules))
    old = next((rule for rule in rules if rule.id == rule_id), None)
    if old is None:
        raise NotHere
    _check(volunteer, [_window(rule) for rule in rules if rule is not old], [window])
    rows.remove_rule(db, old)
    rows.add_rules(db, [rule_of(volunteer_id, window)])
    done(db, site, volunteer_id)


def put_windows(db: Session, site: Site, volunteer_id: bytes, windows: list[Window], *, edition: str) -> None:
    """Put a whole week in the place of the one that was shown.

    Raises: NotHere, ChangedMeanwhile, WindowRefusal, UnknownZone.
    """
    volunteer = own(db, volunteer_id)
    ensure_same(edition, edition_of_rules(rows.rules_of(db, volunteer_id)))
    _check(volunteer, [], windows)
    rows.remove_rules_of(db, volunteer_id)
    rows.add_rules(db, [rule_of(volunteer_id, window) for window in windows])
    done(db, site, volunteer_id)


def remove_window(db: Session, site: Site, volunteer_id: bytes, rule_id: bytes) -> None:
    """Close one weekly window.

    Raises: NotHere.
    """
    own(db, volunteer_id)
    rule = rows.rule_of(db, volunteer_id, rule_id)
    if rule is None:
        raise NotHere
    rows.remove_rule(db, rule)
    done(db, site, volunteer_id)


def change_zone(db: Session, site: Site, volunteer_id: bytes, zone: str) -> tuple[SessionLine, ...]:
    """Move a volunteer and all their weekly hours to another zone: 18:00 stays 18:00, by the new clock.

    Return the booked sessions that now lie outside the hours; they keep their instants.
    Raises: NotHere, UnknownZone.
    """
    zone_info(zone)
    volunteer = own(db, volunteer_id)
    volunteer.zone = zone
    for rule in rows.rules_of(db, volunteer_id):
        rule.zone = zone
    done(db, site, volunteer_id)
    now = site.clock.now()
    return outside_hours(db, volunteer_id, Span(now, now + AHEAD_DAYS * DAY_SECONDS), now=now)


def _check(volunteer: Volunteer, kept: list[Window], added: list[Window]) -> None:
    if len(kept) + len(added) > MOST_WINDOWS:
        raise TooMany(most=MOST_WINDOWS)
    checked = [window.checked(length_minutes=volunteer.length_minutes) for window in added]
    check_apart(checked, kept)


def _window(rule: OpeningRule) -> Window:
    return Window(rule.weekday, rule.start_minute, rule.end_minute, rule.zone, rule.valid_from_on, rule.valid_to_on)


def rule_of(volunteer_id: bytes, window: Window) -> OpeningRule:
    """Return a new row of a checked window."""
    return OpeningRule(
        id=new_id(),
        volunteer_id=volunteer_id,
        weekday=window.weekday,
        start_minute=window.start_minute,
        end_minute=window.end_minute,
        zone=window.zone,
        valid_from_on=window.valid_from_on,
        valid_to_on=window.valid_to_on,
    )
