"""Volunteers who are closed out while somebody chooses, and letters that cannot be sent: told, and nothing is lost."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from scheduling.errors import HoldExpired, OutsideHours, VolunteerUnavailable
from service import availability, staff
from service.jobs import JobLoop
from service.models import Appointment, Role, Volunteer, VolunteerState
from service.notices import Courier
from service.site import Site
from tests.factories import ALDER, BIRCH, make_account, make_volunteer
from tests.service.notices.people import confirmed, waiting
from tests.service.notices.post_office import free_port, silent_server, with_mail
from tests.web.attacks.evidence import START, at_the_times, booked, holding, says, wishes_are_kept
from tests.web.desk.test_desk import entered
from tests.web.visitor import Visitor
from web.app import create_app

Close = Callable[[Site, Volunteer], None]


def suspend(site: Site, alder: Volunteer) -> None:
    with site.db.writing() as db:
        coordinator = make_account(db, "coordinator", role=Role.COORDINATOR)
        staff.suspend(db, site, alder.id, coordinator=coordinator.id)


def pause(site: Site, alder: Volunteer) -> None:
    with site.db.writing() as db:
        availability.pause(db, site, alder.id)


def leave(site: Site, alder: Volunteer) -> None:
    with site.db.writing() as db:
        staff.leave(db, site, alder.id)


WAYS = pytest.mark.parametrize("close", [suspend, pause, leave])


@pytest.fixture
def alder(site: Site) -> Volunteer:
    """Give the only volunteer who has hours; another one speaks the language, so that it can be wished for."""
    with site.db.writing() as db:
        make_volunteer(db, BIRCH, hours=())
        return make_volunteer(db, ALDER)


@WAYS
def test_closed_out_between_search_and_choice(
    alder: Volunteer, site: Site, visitor: Visitor, language: str, close: Close
) -> None:
    start_at = at_the_times(visitor)[1]
    close(site, alder)
    site.directory.touched([alder.id])

    answer = visitor.post("/times", {"start": str(start_at)})

    assert (answer.status_code, says(answer, OutsideHours(), language)) == (409, True)
    assert START.search(answer.text) is None
    assert wishes_are_kept(visitor)


def test_closed_out_by_another_process(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    start_at = at_the_times(visitor)[1]
    suspend(site, alder)

    answer = visitor.post("/times", {"start": str(start_at)})

    assert (answer.status_code, says(answer, VolunteerUnavailable(), language)) == (409, True)
    assert wishes_are_kept(visitor)


@WAYS
def test_closed_out_while_the_card_is_read(
    alder: Volunteer, site: Site, visitor: Visitor, language: str, close: Close
) -> None:
    holding(visitor)
    close(site, alder)

    answer = visitor.post("/confirm", {"go": "book", "n": "0"})

    told = VolunteerUnavailable() if close is pause else HoldExpired()  # a hold ends with whoever is closed out
    assert (answer.status_code, says(answer, told, language)) == (409, True)
    assert 'href="/times"' in answer.text
    with site.db.reading() as db:
        assert db.query(Appointment).count() == 0
    assert wishes_are_kept(visitor)


@pytest.mark.parametrize("close", [suspend, leave])
def test_closed_out_after_the_booking(
    alder: Volunteer, site: Site, visitor: Visitor, language: str, close: Close
) -> None:
    booked(visitor, choice=20)
    close(site, alder)
    site.directory.touched([alder.id])

    page = visitor.get("/my")

    assert says(page, "Something has changed", language)
    assert says(page, "Choose another time", language)
    assert "Alder" in page.text
    for path in ("/booked", "/my/cancel", "/my/move", "/my/stored"):
        assert visitor.get(path).status_code in (200, 303), path


def test_a_volunteer_closed_out_sees_nothing_from_that_second(
    app: FastAPI, site: Site, visitor: Visitor, language: str
) -> None:
    with site.db.writing() as db:
        account = make_account(db, "alder", role=Role.VOLUNTEER)
        alder = make_volunteer(db, ALDER, account_id=account.id)
    booked(visitor, choice=20)
    desk = entered(app, site, account)
    assert desk.get("/desk").status_code == 200

    suspend(site, alder)

    assert desk.get("/desk").headers["location"] == "/sign-in"
    assert desk.post("/desk/profile", {"go": "resume"}).status_code in (401, 409)
    with site.db.reading() as db:
        assert db.get_one(Volunteer, alder.id).state == VolunteerState.SUSPENDED


def by_itself(site: Site) -> None:
    JobLoop(site).round()


def hurried(site: Site) -> None:
    Courier(site, timeout_seconds=0.3).round()


@pytest.mark.parametrize("post", [by_itself, hurried], ids=["nobody listens", "nobody speaks"])
def test_an_unreachable_mail_server_keeps_nobody_from_booking(
    site: Site, language: str, post: Callable[[Site], None]
) -> None:
    confirmed(site)
    with silent_server() as silent:
        unreachable = with_mail(site, silent if post is hurried else free_port())
        visitor = Visitor(create_app(unreachable), language=language)
        booked(visitor)

        post(unreachable)

    assert waiting(site) == [("news", 0)]
    assert says(visitor.get("/booked"), "It is booked", language)


def test_an_address_is_kept_while_the_mail_server_is_unreachable(site: Site, language: str) -> None:
    with site.db.writing() as db:
        account = make_account(db, "alder", role=Role.VOLUNTEER)
        make_volunteer(db, ALDER, account_id=account.id, confirmed_on=None)
    unreachable = with_mail(site, free_port())
    desk = entered(create_app(unreachable), unreachable, account)
    desk.client.headers["accept-language"] = language
    desk.get("/desk/notice")

    page = desk.post_and_follow("/desk/notice", {"address": "alder@example.org"})
    by_itself(unreachable)

    assert "alder@example.org" in page.text
    assert waiting(site) == [("confirm", 0)]
    assert desk.get("/desk/notice").status_code == 200
