"""The demo: plausible, complete, the same each time but for keys, and never anywhere else."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from service import demo, organisation
from service.demo import DemoKeys, DemoRefused, cast
from service.directory import Directory
from service.models import Account, Appointment, Occupancy, Outbox, Role, Volunteer, VolunteerState
from service.settings import LANGUAGES
from service.site import Site
from service.wishes import Wishes
from tests.factories import NOW
from tests.service.demo.keyring import entered, filled
from tests.service.directory import people

NEEDED_ZONES = {
    "Asia/Almaty",
    "Asia/Tbilisi",
    "Europe/Istanbul",
    "Europe/Berlin",
    "Europe/Belgrade",
    "America/Argentina/Buenos_Aires",
    "Asia/Bangkok",
}


@pytest.mark.promise("one-command")
def test_demo_has_people_in_many_zones_and_languages(demo_site: Site, keys: DemoKeys) -> None:
    with demo_site.db.reading() as db:
        found = list(db.scalars(select(Volunteer)))
        offered = [each for each in found if each.state == VolunteerState.ACTIVE]

    assert len(offered) >= 20
    assert len({each.zone for each in offered}) >= 12
    assert {each.zone for each in offered} >= NEEDED_ZONES
    assert {"ru", "uk", "en", "ka", "kk", "be"} <= set(demo_site.directory.languages())
    assert {each.state for each in found} >= {"active", "waiting", "draft", "paused"}
    assert all(set(each.about) == set(LANGUAGES) for each in offered)


def test_demo_keys_open_accounts_of_the_right_kind(demo_site: Site, keys: DemoKeys) -> None:
    roles = [
        entered(demo_site, words).role
        for words in (keys.client, keys.therapist, keys.first_coordinator, keys.second_coordinator)
    ]

    assert roles == [Role.CLIENT, Role.VOLUNTEER, Role.COORDINATOR, Role.COORDINATOR]


def test_demo_has_sessions_behind_and_ahead_and_free_times_in_every_language(demo_site: Site, keys: DemoKeys) -> None:
    with demo_site.db.reading() as db:
        rows = list(db.scalars(select(Appointment)))
    states = Counter((each.state, each.starts_at > NOW) for each in rows)

    assert states["booked", True] >= 20
    assert states["fulfilled", False] >= 5
    assert states["cancelled", True] >= 1
    for language in demo_site.directory.languages():
        assert demo_site.directory.search(Wishes(language=language), zone="Europe/Riga").days, language
    assert demo_site.directory.search(Wishes(), zone="Europe/Riga", page=1).count >= 40


def test_demo_organisation_has_said_everything(demo_site: Site, keys: DemoKeys) -> None:
    with demo_site.db.reading() as db:
        organisation.require_texts(db)
        lines = organisation.helplines(db)

    assert len(lines) >= 6
    assert all((line.phone or "000").startswith("000") for line in lines)
    assert all("example.org" in (line.chat_url or "example.org") for line in lines)
    assert any(line.under_18 for line in lines)


def test_demo_begins_with_letters_only_for_those_who_wait(demo_site: Site, keys: DemoKeys) -> None:
    with demo_site.db.reading() as db:
        letters = {tuple(each) for each in db.execute(select(Outbox.what, Volunteer.state).join(Volunteer))}

    assert letters == {("confirm", "waiting")}


def test_demo_is_the_same_each_time_but_for_keys(demo_site: Site) -> None:
    def told() -> list[tuple[object, ...]]:
        with demo_site.db.reading() as db:
            spans = select(Volunteer.alias, Occupancy.kind, Occupancy.starts_at).join(Occupancy)
            return sorted(tuple(row) for row in db.execute(spans))

    filled(demo_site)
    first = told()
    with demo_site.db.writing() as db:
        for table in (Appointment, Occupancy, Outbox, Volunteer, Account):
            for row in db.scalars(select(table)):
                db.delete(row)
            db.flush()
    filled(replace(demo_site, directory=Directory(demo_site.db, demo_site.clock)))

    assert told() == first


def test_demo_tells_how_far_it_is_and_keeps_its_keys(demo_site: Site) -> None:
    steps: list[tuple[int, int | None]] = []

    made = demo.fill(demo_site, lambda _what, done, total: steps.append((done, total)))

    assert steps == [(n, 7) for n in range(1, 8)]
    assert demo.fill(demo_site) == made
    assert (demo_site.settings.data_dir / "demo-keys.json").stat().st_mode & 0o777 == 0o600


def test_demo_is_refused_in_a_real_house(site: Site) -> None:
    with pytest.raises(DemoRefused):
        demo.fill(site)


def test_demo_leaves_others_alone(demo_site: Site) -> None:
    with demo_site.db.writing() as db:
        people.volunteer(db, "Linden")

    assert demo.fill(demo_site) is None

    with demo_site.db.reading() as db:
        assert [each.alias for each in db.scalars(select(Volunteer))] == ["Linden"]


def test_demo_knows_keys_of_another_database_from_its_own(demo_site: Site, keys: DemoKeys) -> None:
    with demo_site.db.writing() as db:
        for account in db.scalars(select(Account).where(Account.role == Role.CLIENT)):
            db.delete(account)

    assert demo.fill(demo_site) is None


@pytest.mark.parametrize("text", ["", "mon", "mon 9:00-10:00", "xyz 09:00-10:00", "mon 09:00-10:00 "])
def test_cast_refuses_hours_it_cannot_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours|not in tuple"):
        cast.windows_of(text, "UTC")
