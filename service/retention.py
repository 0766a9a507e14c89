"""Forget what has had its time, in small steps that can stop and go on anywhere (privacy.md "Retention").

Nothing here is decided per person: a row goes because of its date. Sessions are settled elsewhere first; one that is
not settled yet keeps its hour until it is. Must not lengthen a life; shortening one is a smaller number below.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy.orm import Session

from scheduling.localtime import day_span, known_zones
from service import staff
from service.clock import month_number, utc_date
from service.models import Role
from service.site import Site
from service.store import retention as rows
from service.store import staff as staff_rows
from service.store.retention import DAY_SECONDS, Cutoffs
from service.wallet import months_later

HOUR_KEPT_SECONDS: Final = DAY_SECONDS
SESSION_KEPT_SECONDS: Final = 7 * DAY_SECONDS
EXCEPTION_KEPT_DAYS: Final = 7
FORGOTTEN_KEPT_DAYS: Final = 15
ACCOUNT_KEPT_MONTHS: Final = 12
AT_ONCE: Final = 200

OnStep = Callable[[str, int], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows each step forgot or changed."""

    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def total(self) -> int:
        """How many rows in all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to forget: look for a few in a reading unit of work, then deal with them in a writing one."""

    name: str
    find: Callable[[Session, Cutoffs], Sequence[Any]]
    forget: Callable[[Session, Site, Cutoffs, Sequence[Any]], int]


def purge(site: Site, *, stop: Stop = lambda: False, on_step: OnStep | None = None) -> Purged:
    """Forget everything that is over now; `on_step` is told a step's name and its count so far, after each batch.

    Each batch is a unit of work of its own, so a stop or a crash in between loses nothing, and the next call goes on.
    """
    cut = cutoffs(site.clock.now())
    counts: dict[str, int] = {}
    for step in _steps():
        counts[step.name] = 0
        while not stop() and (found := _found(site, step, cut)):
            with site.db.writing() as db:
                done = step.forget(db, site, cut, found)
            counts[step.name] += done
            if on_step:
                on_step(step.name, counts[step.name])
            if not done or len(found) < AT_ONCE:
                break
    return Purged(MappingProxyType(counts))


def cutoffs(now: int) -> Cutoffs:
    """Return what is over at an instant (unix seconds)."""
    today, month = utc_date(now), month_number(now)
    return Cutoffs(
        now=now,
        blur_at=now - HOUR_KEPT_SECONDS,
        sessions_at=now - SESSION_KEPT_SECONDS,
        exceptions_on=today - timedelta(days=EXCEPTION_KEPT_DAYS),
        exceptions_at=now - EXCEPTION_KEPT_DAYS * DAY_SECONDS,
        today=today,
        forgotten_on=today - timedelta(days=FORGOTTEN_KEPT_DAYS),
        tickets_month=month,
        accounts_month=months_later(month, -ACCOUNT_KEPT_MONTHS),
    )


def is_blurred(starts_at: int, ends_at: int) -> bool:
    """Say whether a past session's hour was taken away, so that only its day (by the volunteer's clock) is left."""
    return ends_at - starts_at > rows.LONGEST_SESSION_SECONDS


def _steps() -> tuple[_Step, ...]:
    plain = {name: _plain_step(name) for name in rows.OVER}
    last = plain.pop("left")  # whoever leaves in the step before may go at once
    return (
        _Step("hours", lambda db, cut: rows.to_blur(db, cut, limit=AT_ONCE), _blur),
        *plain.values(),
        _Step("staff", lambda db, cut: rows.staff_unseen(db, cut, limit=AT_ONCE), _part_with_staff),
        _Step("reopened", lambda db, cut: rows.closed_until_before(db, cut, limit=AT_ONCE), _reopen),
        last,
    )


def _plain_step(name: str) -> _Step:
    return _Step(
        name,
        lambda db, cut: rows.due(db, name, cut, limit=AT_ONCE),
        lambda db, _site, cut, keys: rows.forget(db, name, cut, keys),
    )


def _found(site: Site, step: _Step, cut: Cutoffs) -> Sequence[Any]:
    with site.db.reading() as db:
        return step.find(db, cut)


def _blur(db: Session, _site: Site, _cut: Cutoffs, sessions: Sequence[rows.Sharp]) -> int:
    for session in sessions:
        on = date.fromisoformat(session.wall_start[:10])
        day = day_span(session.zone if session.zone in known_zones() else "UTC", on)
        rows.blur(db, session, day_at=day.start_at, next_day_at=day.end_at)
    return len(sessions)


def _part_with_staff(db: Session, site: Site, _cut: Cutoffs, unseen: Sequence[rows.Unseen]) -> int:
    """Delete staff accounts nobody used for a year: volunteers leave, but the last coordinator stays."""
    done = 0
    for account in unseen:
        if account.role == Role.COORDINATOR and len(staff_rows.locked_coordinators(db)) == 1:
            continue
        if account.volunteer_id is not None:
            staff.leave(db, site, account.volunteer_id)
        else:
            staff_rows.remove_account(db, account.account_id)
        done += 1
    return done


def _reopen(db: Session, _site: Site, _cut: Cutoffs, account_ids: Sequence[bytes]) -> int:
    for account_id in account_ids:
        staff_rows.open_account(db, account_id)
    return len(account_ids)
