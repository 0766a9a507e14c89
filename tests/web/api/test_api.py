"""The public API: the same answers as the page, typed, kept for a minute, nothing personal; and bad input."""

from datetime import datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.models import OccupancyKind
from service.site import Site
from service.store import volunteers
from service.wishes import Wishes
from tests.factories import NOW
from tests.service.directory import people
from web.app import create_app

HOUR, DAY = 3600, 86_400
THURSDAY_9 = 1_793_865_600
SLOTS = "/api/v1/slots"


@pytest.fixture
def client(site: Site) -> TestClient:
    with site.db.writing() as db:
        people.words(db)
        people.volunteer(db, "Linden", slugs=("psychologist", "text", "woman"), languages=("uk", "crh"))
        people.volunteer(db, "Alder", slugs=("peer", "video"), windows=((9 * 60, 10 * 60),))
    return TestClient(create_app(site), base_url=site.settings.public_url)


def starts(client: TestClient, **asked: Any) -> list[int]:
    return [slot["start_at"] for slot in client.get(SLOTS, params=asked).json()["slots"]]


def test_slots_are_those_of_the_page(client: TestClient, site: Site) -> None:
    page = site.directory.search(Wishes(kinds=("peer",)), zone="Asia/Almaty", limit=20)

    answer = client.get(SLOTS, params={"kind": "peer", "zone": "Asia/Almaty"}).json()

    assert [slot["start_at"] for slot in answer["slots"]] == [time.start_at for day in page.days for time in day.times]
    assert answer["slots"][0]["start"] == "2026-11-04T13:00:00+05:00"
    assert datetime.fromisoformat(answer["slots"][0]["start"]).timestamp() == answer["slots"][0]["start_at"]
    assert answer["book_at"] == f"{site.settings.public_url}/"


def test_slots_follow_filters_and_the_beginning_asked_for(client: TestClient) -> None:
    assert starts(client, attribute="woman", format=["text", "video"], limit=200) == starts(
        client, kind="psychologist", limit=200
    )
    assert starts(client, language="uk", part="morning", zone="Europe/Berlin", from_at=THURSDAY_9, limit=2) == [
        THURSDAY_9,
        THURSDAY_9 + HOUR,
    ]


def test_pages_follow_each_other_to_the_end_without_gap_or_double(client: TestClient) -> None:
    everything = starts(client, limit=200) + starts(client, limit=200, page=1)
    found, address = [], f"{SLOTS}?limit=17"
    while address:
        answer = client.get(address).json()
        found += [slot["start_at"] for slot in answer["slots"]]
        address = answer["next"]

    assert len(found) > 200
    assert found == everything == sorted(set(found))


def test_page_far_behind_the_end_is_empty(client: TestClient) -> None:
    answer = client.get(SLOTS, params={"page": 1_000_000, "limit": 200})

    assert answer.status_code == 200
    assert (answer.json()["slots"], answer.json()["next"]) == ([], None)


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("zone=Mars/Olympus", "UnknownZone"),
        ("zone=../../etc/passwd", "UnknownZone"),
        ("zone=" + "x" * 65, "ParametersUnreadable"),
        ("language=tlh", "UnknownWish"),
        ("kind=magician", "UnknownWish"),
        ("kind=%FF%FE", "UnknownWish"),
        ("language=%D0%B", "UnknownWish"),
        ("part=teatime", "ParametersUnreadable"),
        ("page=-1", "ParametersUnreadable"),
        ("page=99999999999999999999999999", "ParametersUnreadable"),
        ("page=two", "ParametersUnreadable"),
        ("limit=0", "ParametersUnreadable"),
        ("limit=1e9", "ParametersUnreadable"),
        ("from_at=9999999999999999", "ParametersUnreadable"),
        ("form=text", "ParametersUnreadable"),
        ("&".join(["topic=a"] * 21), "ParametersUnreadable"),
    ],
)
def test_bad_parameters_are_told_as_a_problem_document(client: TestClient, query: str, refusal: str) -> None:
    answer = client.get(f"{SLOTS}?{query}", headers={"accept-language": "uk"})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-store"
    assert (answer.json()["type"], answer.json()["status"], answer.json()["refusal"]) == ("about:blank", 422, refusal)


def test_problem_names_the_fields_and_speaks_the_askers_language(client: TestClient) -> None:
    answer = client.get(f"{SLOTS}?page=-1", headers={"accept-language": "uk"}).json()

    assert [each["field"] for each in answer["fields"]] == ["page"]
    assert answer["detail"].startswith("Дещо з того")


@pytest.mark.parametrize("path", ["/api/v1/slots", "/api/v1/nothing", "/api/v2/slots"])
def test_other_methods_and_addresses_are_problems_too(client: TestClient, path: str) -> None:
    answer = client.post(path) if path == SLOTS else client.get(path)

    assert answer.status_code in (403, 404, 405)
    assert answer.headers["content-type"] == "application/problem+json"


def test_answer_can_be_kept_a_minute_and_asked_for_again(client: TestClient, site: Site) -> None:
    first = client.get(SLOTS)
    again = client.get(SLOTS, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    with site.db.writing() as db:
        who = site.directory.candidates(Wishes(kinds=("peer",)), zone="UTC", start_at=THURSDAY_9)[0]
        for hours in range(8):
            people.taken(db, who, THURSDAY_9 - DAY + hours * HOUR, kind=OccupancyKind.MEETING)
    site.directory.touched()
    changed = client.get(f"{SLOTS}?kind=peer", headers={"if-none-match": client.get(SLOTS).headers["etag"]})

    assert first.headers["cache-control"] == "public, max-age=60"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_answers_are_for_every_site_and_set_no_cookie(client: TestClient) -> None:
    for path in ("slots", "kinds", "languages", "health"):
        answer = client.get(f"/api/v1/{path}", headers={"origin": "https://partner.example"})

        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "set-cookie" not in answer.headers


def test_nothing_of_a_volunteer_is_told(client: TestClient) -> None:
    for path in ("slots", "kinds", "languages", "health", "openapi.json"):
        text = client.get(f"/api/v1/{path}").text

        assert "Linden" not in text
        assert "Alder" not in text


def test_kinds_are_labelled_in_the_language_asked_for(client: TestClient) -> None:
    answer = client.get("/api/v1/kinds?language=uk").json()

    assert {"slug": "peer", "label": "Рівна консультантка"} in answer["kinds"]
    assert answer["parts"] == ["morning", "day", "evening", "night"]
    assert client.get("/api/v1/kinds?language=tlh").status_code == 422


def test_languages_are_called_as_they_call_themselves(client: TestClient) -> None:
    answer = client.get("/api/v1/languages").json()

    assert answer["languages"] == [{"code": "uk", "name": "українська"}, {"code": "crh", "name": "qırımtatarca"}]
    assert answer["pages"] == ["ru", "uk", "en"]


def test_health_says_whether_anybody_can_be_met(client: TestClient, site: Site) -> None:
    before = client.get("/api/v1/health")
    with site.db.writing() as db:
        for volunteer in volunteers.all_of(db):
            people.away(db, volunteer.id, NOW, NOW + 90 * DAY)
    site.directory.touched()

    after = client.get("/api/v1/health")

    assert before.json() == {"status": "ok", "times_within_14_days": True}
    assert after.json() == {"status": "ok", "times_within_14_days": False}
    assert after.headers["cache-control"] == "no-store"
