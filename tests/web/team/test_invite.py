"""An invitation's link is shown until it was passed on; what was typed wrong stays in the form."""

import re

import pytest
from fastapi import FastAPI

from service import staff
from service.clock import utc_date
from service.models import Role
from service.site import Site
from service.staff import OpenInvitation
from tests.web.team.team import coordinator, somebody
from tests.web.visitor import Visitor

LINK = re.compile(r"<code>(http://[^<]+/welcome#[\w-]+)</code>")


def invited(visitor: Visitor, **fields: str) -> str:
    """Make an invitation on the page and return what is shown then."""
    visitor.get("/team/invite")
    return visitor.post_and_follow("/team/invite", {"go": "make", "role": "volunteer", "label": "Alder", **fields}).text


def open_ones(site: Site) -> tuple[OpenInvitation, ...]:
    with site.db.reading() as db:
        return staff.open_invitations(db, today=utc_date(site.clock.now()))


def test_the_link_is_shown_until_it_was_passed_on(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)

    made = invited(first)
    loaded_anew = first.get("/team/invite").text
    after = first.post_and_follow("/team/invite", {"go": "passed-on"}).text

    found = LINK.search(made)
    assert found is not None
    assert found[1] in loaded_anew
    assert LINK.search(after) is None
    assert len(open_ones(site)) == 1
    with site.db.reading() as db:
        assert staff.accept(db, site, found[1]).label == "Alder"


def test_the_link_is_shown_to_its_maker_alone(app: FastAPI, site: Site) -> None:
    first, second = coordinator(app, site, "first"), coordinator(app, site, "second")
    invited(first)

    page = second.get("/team/invite").text

    assert LINK.search(page) is None
    assert "Alder" in page


def test_withdrawing_closes_an_invitation_and_a_second_time_is_told(app: FastAPI, site: Site) -> None:
    first = coordinator(app, site)
    invited(first)
    invitation = open_ones(site)[0].id.hex()

    gone = first.post_and_follow("/team/invite", {"go": "withdraw", "invitation": invitation})
    again = first.post("/team/invite", {"go": "withdraw", "invitation": invitation})

    assert "None. Invitations that were used disappear from here." in gone.text
    assert open_ones(site) == ()
    assert again.status_code == 409
    assert "This invitation is no longer open" in again.text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"role": "client", "label": "Alder"}, "Only volunteers and coordinators can be invited."),
        ({"role": "", "label": "Alder"}, "Only volunteers and coordinators can be invited."),
        ({"role": "volunteer", "label": "x" * 51}, "The name can have up to 50 characters."),
    ],
)
def test_what_cannot_be_invited_is_told_and_kept(app: FastAPI, site: Site, fields: dict[str, str], told: str) -> None:
    first = coordinator(app, site)
    first.get("/team/invite")

    answer = first.post("/team/invite", {"go": "make", **fields})

    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{fields["label"]}"' in answer.text
    assert open_ones(site) == ()


@pytest.mark.parametrize("invitation", ["", "xyz", "00" * 32])
def test_an_invitation_nobody_made_cannot_be_withdrawn(app: FastAPI, site: Site, invitation: str) -> None:
    first = coordinator(app, site)
    first.get("/team/invite")

    answer = first.post("/team/invite", {"go": "withdraw", "invitation": invitation})

    assert answer.status_code == 409


def test_helpers_cannot_invite(app: FastAPI, site: Site) -> None:
    helper = somebody(app, site, Role.VOLUNTEER)
    helper.get("/")

    answer = helper.post("/team/invite", {"go": "make", "role": "coordinator"})

    assert answer.status_code == 404
    assert open_ones(site) == ()
