"""Coordinators see how far everybody is and whose turn it is."""

from datetime import date

import pytest

from service import staff
from service.models import VolunteerState
from service.site import Site
from service.staff import Need
from service.staff.reach import ChannelState
from service.staff.refusals import PersonUnknown
from tests.service.staff.team import coordinators, volunteer


def test_team_lists_everybody_with_whose_turn_it_is(site: Site) -> None:
    first, second = coordinators(site, "first", "second")
    waiting = volunteer(site, alias="Waiting")
    volunteer(site, VolunteerState.DRAFT, alias="Draft", confirmed_on=None, notice_sealed=None)
    volunteer(site, VolunteerState.ACTIVE, alias="Stale", confirmed_on=date(2026, 10, 25))
    volunteer(site, VolunteerState.LEFT, alias="Left", confirmed_on=None)
    with site.db.writing() as db:
        staff.approve(db, waiting, coordinator=first)

    with site.db.reading() as db:
        mine = staff.team(db, site, coordinator=first)
        theirs = staff.team(db, site, coordinator=second)

    assert {each.alias: each.needs for each in mine.members} == {
        "Waiting": (Need.ANOTHERS_YES,),
        "Draft": (Need.FIRST_RUN, Need.CHANNEL),
        "Stale": (Need.CHANNEL,),
        "Left": (),
    }
    assert [each.alias for each in theirs.waiting_for_me] == ["Waiting"]
    assert theirs.members[0].yeses == 1
    assert mine.counts[VolunteerState.ACTIVE] == 1
    assert mine.coordinators == 2


def test_member_shows_languages_terms_and_channel(site: Site) -> None:
    (first,) = coordinators(site, "first")
    person = volunteer(site)

    with site.db.reading() as db:
        found = staff.member(db, site, person, coordinator=first)

    assert found.languages == ("en", "ru")
    assert found.terms == ("psychologist", "text", "video")
    assert found.channel is ChannelState.FRESH
    assert found.needs == (Need.YOUR_YES,)


def test_member_of_nobody_is_refused(site: Site) -> None:
    (first,) = coordinators(site, "first")

    with site.db.reading() as db, pytest.raises(PersonUnknown):
        staff.member(db, site, bytes(16), coordinator=first)
