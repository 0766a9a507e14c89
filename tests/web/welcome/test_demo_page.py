"""Keys and letters are shown in the demo and nowhere else."""

from dataclasses import replace

import pytest

from service.settings import Mode, Settings
from service.site import Site
from tests.service.notices.people import volunteer, with_address
from tests.web.visitor import Visitor
from web.app import create_app


@pytest.fixture
def demo(site: Site) -> Site:
    """Give the test's house as a demo."""
    return replace(site, settings=Settings(**(site.settings.model_dump() | {"mode": Mode.DEMO})))


def test_a_real_house_has_no_such_page(visitor: Visitor) -> None:
    assert visitor.get("/demo").status_code == 404


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_the_demo_shows_letters_whose_link_can_be_clicked(site: Site, demo: Site, language: str) -> None:
    with_address(site, volunteer(site))

    page = Visitor(create_app(demo), language=language).get("/demo").text

    assert "/reachable#" in page
    assert "Alder" in page


def test_a_demo_without_letters_says_what_to_do(demo: Site) -> None:
    assert "Book a time, and the one who was chosen gets a letter here." in Visitor(create_app(demo)).get("/demo").text
