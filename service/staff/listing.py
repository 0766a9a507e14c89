"""What coordinators see of the people who help: states, counts, and whose turn it is. Changes nothing.

Nobody's address, hours or talks are here; a coordinator sees an alias and how far somebody is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from service import policy
from service.clock import utc_date
from service.models import Volunteer, VolunteerState
from service.site import Site
from service.staff.people import YESES_NEEDED
from service.staff.reach import ChannelState, channel_state
from service.staff.refusals import PersonUnknown
from service.store import approvals, volunteers
from service.store import staff as rows

ORDER: Final = (
    VolunteerState.WAITING,
    VolunteerState.DRAFT,
    VolunteerState.ACTIVE,
    VolunteerState.PAUSED,
    VolunteerState.SUSPENDED,
    VolunteerState.LEFT,
)


class Need(StrEnum):
    """What stands between a person and the next state, or what a coordinator should look at."""

    YOUR_YES = "your_yes"
    ANOTHERS_YES = "anothers_yes"
    FIRST_RUN = "first_run"
    CHANNEL = "channel"
    KEY = "key"  # the account is gone, so nobody can act as this person


@dataclass(frozen=True, slots=True)
class Member:
    """One volunteer as coordinators see them; `ahead` counts booked meetings."""

    id: bytes
    alias: str
    state: VolunteerState
    needs: tuple[Need, ...]
    yeses: int
    said_yes_myself: bool
    qualification_checked: bool
    channel: ChannelState
    confirmed_on: date | None
    ahead: int
    languages: tuple[str, ...] = ()
    terms: tuple[str, ...] = field(default=())

    @property
    def waits_for_me(self) -> bool:
        """Whether the coordinator who looks is the one who can go on."""
        return Need.YOUR_YES in self.needs


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody, by state, with what waits for the coordinator who looks."""

    members: tuple[Member, ...]
    counts: Mapping[VolunteerState, int]
    coordinators: int

    def in_state(self, state: VolunteerState) -> tuple[Member, ...]:
        """Return those in one state, by alias."""
        return tuple(member for member in self.members if member.state == state)

    @property
    def waiting_for_me(self) -> tuple[Member, ...]:
        """Those whom the coordinator who looks can confirm now."""
        return tuple(member for member in self.members if member.waits_for_me)


@dataclass(frozen=True, slots=True)
class _Looking:
    """Who looks, and on what day by which rules."""

    coordinator: bytes
    today: date
    fresh_days: int


def team(db: Session, site: Site, *, coordinator: bytes) -> Team:
    """Return everybody as one coordinator sees them. Five queries, however many there are."""
    looking = _looking(db, site, coordinator)
    yeses = approvals.by_volunteer(db)
    ahead = rows.ahead_by_volunteer(db, site.clock.now())
    members = [
        _member(person, yeses.get(person.id, frozenset()), ahead.get(person.id, 0), looking)
        for person in volunteers.all_of(db)
    ]
    members.sort(key=lambda each: (ORDER.index(each.state), each.alias.casefold()))
    return Team(tuple(members), Counter(each.state for each in members), rows.coordinators(db))


def member(db: Session, site: Site, volunteer_id: bytes, *, coordinator: bytes) -> Member:
    """Return one volunteer as a coordinator sees them, with languages and terms.

    Raises: PersonUnknown.
    """
    person = volunteers.by_id(db, volunteer_id)
    if person is None:
        raise PersonUnknown
    return _member(
        person,
        approvals.of_volunteer(db, volunteer_id),
        rows.ahead_by_volunteer(db, site.clock.now()).get(volunteer_id, 0),
        _looking(db, site, coordinator),
        languages=volunteers.languages_of(db, volunteer_id),
        terms=volunteers.terms_of(db, volunteer_id),
    )


def _looking(db: Session, site: Site, coordinator: bytes) -> _Looking:
    return _Looking(coordinator, utc_date(site.clock.now()), policy.load(db).channel_fresh_days)


def _member(
    person: Volunteer,
    yeses: frozenset[bytes],
    ahead: int,
    looking: _Looking,
    *,
    languages: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
) -> Member:
    channel = channel_state(person, today=looking.today, fresh_days=looking.fresh_days)
    return Member(
        id=person.id,
        alias=person.alias,
        state=VolunteerState(person.state),
        needs=_needs(person, yeses, channel, looking),
        yeses=len(yeses),
        said_yes_myself=looking.coordinator in yeses,
        qualification_checked=person.qualification_checked,
        channel=channel,
        confirmed_on=person.confirmed_on,
        ahead=ahead,
        languages=languages,
        terms=terms,
    )


def _needs(person: Volunteer, yeses: frozenset[bytes], channel: ChannelState, looking: _Looking) -> tuple[Need, ...]:
    if person.state in (VolunteerState.LEFT, VolunteerState.SUSPENDED):
        return ()
    needs = []
    if person.state == VolunteerState.DRAFT:
        needs.append(Need.FIRST_RUN)
    if person.state == VolunteerState.WAITING and len(yeses) < YESES_NEEDED:
        mine = looking.coordinator in yeses or looking.coordinator == person.account_id
        needs.append(Need.ANOTHERS_YES if mine else Need.YOUR_YES)
    if channel is not ChannelState.FRESH:
        needs.append(Need.CHANNEL)
    if person.account_id is None:
        needs.append(Need.KEY)
    return tuple(needs)
