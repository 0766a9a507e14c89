"""A coordinator sees what waits, opens a person and decides; nobody else gets near."""

from datetime import date

import pytest
from fastapi import FastAPI

from service import staff
from service.models import Account, Role, VolunteerState
from service.site import Site
from service.store import settings_rows
from tests.web.team.team import coordinator, row, somebody, volunteer
from tests.web.visitor import Visitor, heading

PAGES = ("/team", "/team/person", "/team/invite", "/team/texts", "/team/texts/limits", "/team/help", "/team/help/new",
         "/team/words", "/team/words/new", "/team/rules")  # fmt: skip


def opened(visitor: Visitor, person: str) -> str:
    """Open a person's page from the list, and return it."""
    visitor.get("/team")
    return visitor.post_and_follow("/team", {"person": person}).text


def done(visitor: Visitor, person: str, go: str) -> str:
    """Press a button on a person's page, and return what is shown then."""
    opened(visitor, person)
    answer = visitor.post("/team/person", {"person": person, "go": go})
    return visitor.get("/team/person").text if answer.status_code == 303 else answer.text


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_led_to_the_door_and_others_find_nothing(app: FastAPI, site: Site, path: str) -> None:
    assert Visitor(app).get(path).headers["location"] == "/sign-in"
    for role in (Role.CLIENT, Role.VOLUNTEER, Role.MODERATOR):
        assert somebody(app, site, role).get(path).status_code == 404


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/team/person"])
def test_every_page_has_a_heading_and_a_title_in_each_language(app: FastAPI, site: Site, path: str) -> None:
    volunteer(site)
    for language in ("ru", "uk", "en"):
        answer = coordinator(app, site, language, language=language).get(path)

        assert answer.status_code == 200
        assert heading(answer)
        assert "<title></title>" not in answer.text


@pytest.mark.promise("journeys")
def test_two_coordinators_confirm_a_volunteer(app: FastAPI, site: Site) -> None:
    first, second = coordinator(app, site, "first"), coordinator(app, site, "second")
    person = volunteer(site)

    after_one = done(first, person, "approve")
    waiting = second.get("/team").text
    after_two = done(second, person, "approve")

    assert "You have said yes. Another coordinator is needed now." in after_one
    assert "has one yes and waits for yours" in waiting
    assert "Meets people" in after_two
    assert row(site, person).state == VolunteerState.ACTIVE


def test_a_second_yes_of_the_same_coordinator_is_told(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    person = volunteer(site)
    done(first, person, "approve")

    answer = first.post("/team/person", {"person": person, "go": "approve"})

    assert answer.status_code == 409
    assert "You have confirmed this person already." in answer.text


def test_who_is_not_ready_is_told_so(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)

    page = done(first, volunteer(site, state=VolunteerState.DRAFT, confirmed_on=None), "approve")

    assert "has not finished the first questions yet" in page


def test_closing_out_and_letting_in_again(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    person = volunteer(site, state=VolunteerState.ACTIVE)

    closed = done(first, person, "suspend")
    assert row(site, person).state == VolunteerState.SUSPENDED
    again = done(first, person, "resume")

    assert "This person sees nothing here." in closed
    assert "Waiting for two coordinators" in again


def test_a_volunteer_who_is_closed_out_is_out_at_once(app: FastAPI, site: Site) -> None:
    first, helper = coordinator(app, site), somebody(app, site, Role.VOLUNTEER)
    assert helper.get("/desk").status_code == 200
    with site.db.reading() as db:
        person = staff.team(db, site, coordinator=bytes(16)).members[0].id.hex()

    done(first, person, "suspend")

    assert helper.get("/desk").headers["location"] == "/sign-in"


def test_saying_good_bye_cannot_be_taken_back(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    person = volunteer(site, state=VolunteerState.ACTIVE)

    page = done(first, person, "part")
    answer = first.post("/team/person", {"person": person, "go": "approve"})

    assert "No longer helps here" in page
    assert answer.status_code == 409
    assert "to begin again, invite them anew" in answer.text


def test_the_diploma_is_noted_and_taken_back(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    person = volunteer(site)

    assert "seen by the organisation" in done(first, person, "checked")
    assert "not seen yet" in done(first, person, "unchecked")


def test_two_tabs_act_on_the_person_each_one_shows(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    here, there = volunteer(site, "Alder"), volunteer(site, "Birch")
    opened(first, here)
    opened(first, there)

    first.post("/team/person", {"person": here, "go": "suspend"})

    assert row(site, here).state == VolunteerState.SUSPENDED
    assert row(site, there).state == VolunteerState.WAITING


@pytest.mark.parametrize("person", ["", "zz", "00", "0" * 32, "й" * 32])
def test_nobody_is_told_kindly(app: FastAPI, site: Site, person: str) -> None:
    first = coordinator(app, site)
    first.get("/team")

    for path in ("/team", "/team/person"):
        answer = first.post(path, {"person": person, "go": "approve"})
        if answer.status_code == 303:
            answer = first.get("/team/person")
        assert answer.status_code == 422
        assert "This person is no longer in the list." in answer.text


def test_an_unknown_button_changes_nothing(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    person = volunteer(site)
    opened(first, person)

    answer = first.post("/team/person", {"person": person, "go": "delete-everything"})

    assert answer.status_code == 422
    assert row(site, person).state == VolunteerState.WAITING


def test_the_persons_page_without_a_choice_leads_to_the_list(app: FastAPI, site: Site) -> None:
    assert coordinator(app, site).get("/team/person").headers["location"] == "/team"


def test_a_coordinator_who_is_no_longer_one_is_out(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    person = volunteer(site)
    opened(first, person)
    with site.db.writing() as db:
        db.query(Account).filter_by(role=Role.COORDINATOR).one().role = Role.CLIENT

    answer = first.post("/team/person", {"person": person, "go": "suspend"})

    assert answer.status_code == 422
    assert "Only coordinators can do this." in answer.text
    assert row(site, person).state == VolunteerState.WAITING


def test_what_waits_is_said_first(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    with site.db.writing() as db:
        staff.invite_from_the_host(db, site, role=Role.COORDINATOR)
        settings_rows.put(db, "notices.server_silent_since", date(2026, 10, 30).isoformat())

    page = first.get("/team").text

    assert "A coordinator was invited from the server itself" in page
    assert "It has been silent since 30 October 2026." in page.replace("October 30, 2026", "30 October 2026")
    assert "You are the only coordinator" in page
    assert "Some of the organisation’s texts are still to be written" in page
    assert "1 invitation is open" in page
    assert "Nobody helps here yet" in page


def test_a_list_of_many_is_drawn_whole(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    for number in range(40):
        volunteer(site, f"Helper {number}")

    page = first.get("/team").text

    assert page.count("waits for two yeses") == 40
