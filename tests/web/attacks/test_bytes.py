"""Forms that are too large, broken or no forms, and numbers that no page has: told in the person's language."""

from httpx2 import Response

from service.directory import NoSuchWeek
from service.directory.paging import LAST_WEEK
from service.models import Volunteer
from service.site import Site
from tests.web.attacks.evidence import at_the_times, booked, says, stored, wishes_are_kept
from tests.web.visitor import SAME_ORIGIN, Visitor
from web.errors import UNUSUAL
from web.refusals import FormTooLarge, FormUnreadable, NotHere

FORM = {"content-type": "application/x-www-form-urlencoded"} | SAME_ORIGIN


def sent(visitor: Visitor, path: str, body: bytes, **headers: str) -> Response:
    return visitor.client.post(
        path, content=b"form_token=" + visitor.token.encode() + b"&" + body, headers=FORM | headers
    )


def test_an_oversize_form(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    booked(visitor)
    before = stored(site)

    for path in ("/clock", "/confirm", "/my/settings", "/sign-in/plain", "/nothing-here"):
        answer = sent(visitor, path, b"zone=Asia/Bangkok&more=" + b"a" * 70_000)
        assert (answer.status_code, says(answer, FormTooLarge(limit_kib=64), language)) == (413, True), path

    assert stored(site) == before
    assert wishes_are_kept(visitor)


BROKEN = {
    "half a letter": b"zone=%D0",
    "an overlong slash": b"zone=%C0%AF",
    "half an emoji": b"zone=%ED%A0%80",
    "a byte of no letter": b"zone=%FF%FE",
    "the same unescaped": b"zone=\xff\xfe",
    "a zero": b"zone=Asia/Bangkok%00",
    "a bell": b"zone=%07",
    "no field": b"zone",
    "too many fields": b"&".join(b"zone=a" for _ in range(600)),
    "a name that is broken": b"%FF=Asia/Bangkok",
}


def test_broken_letters(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)
    before = stored(site)

    for what, body in BROKEN.items():
        answer = sent(visitor, "/clock", body)
        assert (answer.status_code, says(answer, FormUnreadable(), language)) == (400, True), what

    assert stored(site) == before
    assert wishes_are_kept(visitor)


def test_what_is_no_form(alder: Volunteer, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)

    for kind in ("multipart/form-data; boundary=x", "application/json", "text/plain", ""):
        answer = sent(visitor, "/clock", b"zone=Asia/Bangkok", **{"content-type": kind})
        assert (answer.status_code, says(answer, FormUnreadable(), language)) == (400, True), kind

    assert "Tbilisi" in visitor.get("/clock").text


def test_a_week_that_no_calendar_has(alder: Volunteer, visitor: Visitor, language: str) -> None:
    booked(visitor, choice=20)

    for path in ("/times", "/my/move"):
        for week in (LAST_WEEK + 1, -1, 10**12, -(10**17)):
            answer = visitor.get(f"{path}?week={week}")
            assert (answer.status_code, says(answer, NoSuchWeek(last=LAST_WEEK), language)) == (422, True), week


ABSURD = (
    "/times?week=" + "9" * 5000, "/times?week=٣", "/times?week=1.5", "/times?week=", "/times?week=0x10",
    "/times?day=2026-02-30", "/times?day=٢٠٢٦-١١-٠٣", "/times?day=99999-01-01",
    "/my/move?week=٣", "/my/move?day=-1", "/wishes/٣", "/wishes/0", "/wishes/6", "/wishes/-1", "/wishes/" + "9" * 30,
    "/wishes/%00", "/wishes/1/2", "/team/help/zz", "/team/texts/zz",
)  # fmt: skip


def test_numbers_in_addresses_that_no_page_has(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    booked(visitor, choice=20)
    before = stored(site)

    answers = {path[:40]: visitor.get(path) for path in ABSURD}

    wrong = {
        path: answer.status_code
        for path, answer in answers.items()
        if not (answer.status_code == 303 or (answer.status_code == 404 and says(answer, NotHere(), language)))
    }
    assert wrong == {}
    assert stored(site) == before


def test_a_day_far_away_has_no_times(alder: Volunteer, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)

    for day in ("0001-01-01", "9999-12-31", "1970-01-01"):
        answer = visitor.get(f"/times?day={day}")
        assert (answer.status_code, says(answer, "There is no free time here", language)) == (200, True), day


def test_a_way_of_asking_that_a_page_does_not_know(alder: Volunteer, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)

    for method in ("PUT", "PATCH", "DELETE"):
        answer = visitor.client.request(method, "/clock", headers=SAME_ORIGIN, data={"form_token": visitor.token})
        assert (answer.status_code, says(answer, UNUSUAL, language)) == (405, True)


ASKED = (
    "zone=Europe/Atlantis", "zone=", "zone=%FF", "page=-1", "page=" + "9" * 30, "page=٣", "limit=0", "limit=10000",
    "from_at=-1", f"from_at={2**63}", "from_at=٣", "part=noon", "language=xx", "kind=nobody", "unknown=1",
    "kind=" + "a" * 5000, "format=%00",
)  # fmt: skip


def test_the_api_tells_each_as_a_problem_document(
    alder: Volunteer, site: Site, visitor: Visitor, language: str
) -> None:
    before = stored(site)

    for asked in ASKED:
        answer = visitor.client.get(f"/api/v1/slots?{asked}")
        assert answer.headers["content-type"] == "application/problem+json", asked
        problem = answer.json()
        assert problem["status"] == answer.status_code == 422, asked
        assert problem["title"], asked
        assert problem["detail"], asked
        assert language == "en" or any("а" <= sign <= "я" for sign in problem["detail"]), asked

    assert stored(site) == before


def test_the_api_answers_numbers_at_their_edge(alder: Volunteer, visitor: Visitor) -> None:
    for asked in ("page=1000000&limit=200", f"from_at={2**40}", "from_at=0", "limit=200&part=night&part=day"):
        answer = visitor.client.get(f"/api/v1/slots?{asked}")
        assert answer.status_code == 200, asked
