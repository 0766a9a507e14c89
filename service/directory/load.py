"""Rows become members: seven statements for any number of volunteers (up to 500 at a time).

It decides nothing and keeps nothing; `Directory` does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from scheduling.hours import DatedException, Effect, LocalWindow, OpeningHours, Rule
from scheduling.interval import Span
from scheduling.localtime import DAY_SECONDS
from scheduling.occupancy import Occupancy, OccupancyKind
from scheduling.terms import Terms
from service.clock import utc_date
from service.directory.member import Member, Taken
from service.store import snapshot as rows

BACK_DAYS = 8
"""How far back sessions count: a week, for the caps and for people in a weekly programme, and a day for zones."""
AHEAD_DAYS = 130
"""How far ahead time is read: the longest horizon, and the rest of that week."""

_ById = dict[bytes, list[Any]]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Hold everything about some volunteers but their own rows, by volunteer."""

    languages: _ById
    slugs: _ById
    rules: _ById
    exceptions: _ById
    taken: _ById
    cases: _ById


def members(db: Session, ids: Sequence[bytes], *, now: int) -> tuple[Member, ...]:
    """Return the volunteers of these ids as they are now; an id that nobody has is left out."""
    if not ids:
        return ()
    from_at = now - BACK_DAYS * DAY_SECONDS
    from_on = utc_date(now) - timedelta(days=2)
    # Their own rows first: whatever changes while the rest is read has a later version and is read again.
    own = rows.volunteers(db, ids)
    parts = _Parts(
        languages=_by_id(rows.languages(db, ids)),
        slugs=_by_id(rows.terms(db, ids)),
        rules=_by_id(rows.rules(db, ids)),
        exceptions=_by_id(rows.exceptions(db, ids, from_on=from_on, from_at=from_at)),
        taken=_by_id(rows.occupancies(db, ids, from_at=from_at, until_at=now + AHEAD_DAYS * DAY_SECONDS)),
        cases=_by_id(rows.cases(db, ids, from_at=from_at)),
    )
    return tuple(_member(row, parts) for row in own)


def hours_of(zone: str, rule_rows: Iterable[Any], exception_rows: Iterable[Any]) -> OpeningHours:
    """Return opening hours of rows of weekly rules and dated exceptions."""
    return OpeningHours(zone, tuple(map(_rule, rule_rows)), tuple(map(_exception, exception_rows)))


def terms_of(row: Any) -> Terms | None:
    """Return a volunteer's terms, or None for numbers that cannot be."""
    try:
        return Terms(
            length_minutes=row.length_minutes,
            step_minutes=row.step_minutes,
            gap_minutes=row.gap_minutes,
            notice_hours=row.notice_hours,
            horizon_days=row.horizon_days,
            day_cap=row.day_cap,
            week_cap=row.week_cap,
            week_hours_cap=row.week_hours_cap,
            caseload_cap=row.caseload_cap,
        )
    except ValueError:
        return None


def _member(row: Any, parts: _Parts) -> Member:
    who = row.id
    taken = tuple(_taken(each) for each in parts.taken.get(who, ()))
    reserved = {each.case_tag for each in taken if each.case_tag is not None}
    return Member(
        volunteer_id=who,
        version=row.version,
        alias=row.alias,
        about=row.about,
        qualification_checked=row.qualification_checked,
        state=row.state,
        confirmed_on=row.confirmed_on,
        languages=tuple(sorted(each.language for each in parts.languages.get(who, ()))),
        slugs=tuple(sorted(each.slug for each in parts.slugs.get(who, ()))),
        hours=hours_of(row.zone, parts.rules.get(who, ()), parts.exceptions.get(who, ())),
        terms=terms_of(row),
        taken=taken,
        cases=frozenset(reserved | {each.case_tag for each in parts.cases.get(who, ())}),
    )


def _rule(row: Any) -> Rule:
    return Rule(row.weekday, row.start_minute, row.end_minute, row.zone, row.valid_from_on, row.valid_to_on)


def _exception(row: Any) -> DatedException:
    if row.local_on is None:
        return DatedException(Effect(row.effect), span=Span(row.starts_at, row.ends_at))
    return DatedException(Effect(row.effect), local=LocalWindow(row.local_on, row.start_minute, row.end_minute))


def _taken(row: Any) -> Taken:
    occupancy = Occupancy(OccupancyKind(row.kind), row.starts_at, row.blocked_until)
    return Taken(occupancy, row.expires_at, row.case_tag)


def _by_id(found: Iterable[Any]) -> _ById:
    grouped: _ById = defaultdict(list)
    for row in found:
        grouped[row.volunteer_id].append(row)
    return grouped
