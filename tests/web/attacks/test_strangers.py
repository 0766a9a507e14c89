"""Other people's numbers, cookies that are forged or old, and words that open nothing."""

import base64
import json
import re
from collections.abc import Callable

import jwt
import pytest
from fastapi import FastAPI
from httpx2 import Response

from service import accounts
from service.accounts import WrongWords
from service.booking.refusals import NoSuchAppointment
from service.clock import FixedClock
from service.crypto.refusals import KeyUnreadable, WrongWordCount
from service.models import Volunteer
from service.site import Site
from tests.service.accounts.cast import person
from tests.web.attacks.evidence import START, at_the_times, booked, says, stored
from tests.web.visitor import Visitor
from web.exchange import PLAIN_COOKIE
from web.refusals import FormStale, FromElsewhere, SignInFirst, VisitOver

MASKS = re.compile(r'(nonce|value)="[^"]*"')
RU = "абажур авиатор август абрикос авокадо абажур авиатор август"


@pytest.fixture
def booker(alder: Volunteer, app: FastAPI) -> Visitor:
    """Give somebody who has a meeting."""
    other = Visitor(app)
    booked(other, choice=20)
    return other


FOREIGN: dict[str, Callable[[Visitor, str], Response]] = {
    "news": lambda visitor, n: visitor.post("/my", {"go": "seen", "n": n}),
    "file": lambda visitor, n: visitor.post("/my/file", {"n": n}),
    "move": lambda visitor, n: visitor.post("/my/move", {"start": "1793706000", "n": n}),
    "cancel": lambda visitor, n: visitor.post("/my/cancel", {"go": "cancel", "n": n}),
}


def test_a_foreign_ticket_number(booker: Visitor, site: Site, visitor: Visitor, language: str) -> None:
    """Somebody with a key, but without this ticket, is told that there is nothing; whoever has it still does."""
    visitor.post("/times", {"start": str(at_the_times(visitor)[2])})
    visitor.get("/my")
    before = stored(site)

    for way, ask in FOREIGN.items():
        for n in ("0", "1", "7", "511", "512", "51199", "51200"):
            answer = ask(visitor, n)
            assert (answer.status_code, says(answer, NoSuchAppointment(), language)) == (422, True), (way, n)

    assert stored(site) == before
    assert "ticket" in booker.get("/my").text


def test_numbers_that_no_ticket_has(booker: Visitor, site: Site, visitor: Visitor) -> None:
    visitor.post("/times", {"start": str(at_the_times(visitor)[2])})
    visitor.get("/my")
    before = stored(site)

    for way in FOREIGN.values():
        for n in ("-1", "1e3", "٣", "0x1", "9" * 30, "1.0", "NaN"):
            answer = way(visitor, n)
            assert answer.status_code == 422 or (answer.status_code, answer.headers["location"]) == (303, "/my"), n

    assert stored(site) == before


def forged(site: Site, good: str) -> dict[str, str]:
    """Return cookies that are nearly right."""
    head, body, sign = good.split(".")
    claims = jwt.decode(good, options={"verify_signature": False})
    secret = site.secrets.token_key

    def plain(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return {
        "unsigned": f"{plain({'alg': 'none', 'typ': 'JWT'})}.{body}.",
        "signed by somebody else": jwt.encode(claims, b"k" * 32, algorithm="HS256"),
        "another way of signing": jwt.encode(claims, secret, algorithm="HS512"),
        "one claim more": jwt.encode({**claims, "role": "coordinator"}, secret, algorithm="HS256"),
        "another session": jwt.encode({**claims, "sid": claims["sid"][::-1]}, secret, algorithm="HS256"),
        "another key": jwt.encode({**claims, "sk": "A" * 43}, secret, algorithm="HS256"),
        "numbers for texts": jwt.encode({"v": 1, "sid": 1, "sk": []}, secret, algorithm="HS256"),
        "cut": good[:-4],
        "longer": good + "A",
        "swapped": f"{body}.{head}.{sign}",
        "nothing": ".." * 20,
        "much": "e" * 3000,
    }


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_forged_token_opens_nothing(
    booker: Visitor, app: FastAPI, site: Site, visitor: Visitor, language: str
) -> None:
    good = booker.client.cookies[PLAIN_COOKIE]
    before = stored(site)

    for what, cookie in forged(site, good).items():
        visitor.client.cookies.clear()
        visitor.client.cookies.set(PLAIN_COOKIE, cookie)
        visitor.token = ""
        page = visitor.get("/my")
        assert (page.status_code, page.headers.get("location")) == (303, "/sign-in"), what
        assert visitor.get("/").status_code == 200, what
        answer = visitor.post("/my/cancel", {"go": "cancel", "n": "0"})
        assert any(says(answer, each(), language) for each in (SignInFirst, FormStale)), what

    assert stored(site) == before
    assert "ticket" in booker.get("/my").text


def test_an_old_token_after_half_an_hour(
    alder: Volunteer, site: Site, visitor: Visitor, clock: FixedClock, language: str
) -> None:
    start_at = at_the_times(visitor)[2]
    clock.advance(seconds=46 * 60)
    before = stored(site)

    for path, fields in (("/times", {"start": str(start_at)}), ("/confirm", {"go": "book", "n": "0"})):
        answer = visitor.post(path, fields)
        assert (answer.status_code, says(answer, VisitOver(), language)) == (409, True)

    assert stored(site) == before
    assert START.search(visitor.get("/times").text) is None
    assert at_the_times(visitor)


@pytest.mark.parametrize("how", ["/sign-out", "/x", "/my/key"])
def test_an_old_token_after_leaving(
    booker: Visitor, app: FastAPI, site: Site, visitor: Visitor, language: str, how: str
) -> None:
    someone = person(site)
    visitor.get("/sign-in/plain")
    visitor.post_and_follow("/sign-in/plain", {"words": someone.words})
    old = visitor.client.cookies[PLAIN_COOKIE]
    visitor.post(how)
    visitor.client.cookies.clear()
    visitor.client.cookies.set(PLAIN_COOKIE, old)

    assert visitor.get("/my").headers["location"] == "/sign-in"
    answer = visitor.post("/my/forget", {"sure": "1"})

    assert (answer.status_code, says(answer, SignInFirst(), language)) == (401, True)


def test_a_form_of_another_visit_keeps_what_was_typed(
    alder: Volunteer, app: FastAPI, visitor: Visitor, language: str
) -> None:
    at_the_times(visitor)
    stranger = Visitor(app)
    at_the_times(stranger)
    visitor.token = stranger.token

    answer = visitor.post("/clock", {"zone": "Asia/Bangkok"})

    assert (answer.status_code, says(answer, FormStale(), language)) == (409, True)
    assert 'name="zone" value="Asia/Bangkok"' in answer.text
    assert visitor.post_and_follow("/clock", {"zone": "Asia/Bangkok"}).status_code == 200


def test_a_form_from_another_site(alder: Volunteer, site: Site, visitor: Visitor, language: str) -> None:
    at_the_times(visitor)
    before = stored(site)

    for said in ({"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}, {"sec_fetch_site": "none"}):
        answer = visitor.post("/clock", {"zone": "Asia/Bangkok"}, **said)
        assert (answer.status_code, says(answer, FromElsewhere(), language)) == (403, True)

    assert stored(site) == before
    assert "Tbilisi" in visitor.get("/clock").text


def come_in(visitor: Visitor, words: str) -> Response:
    visitor.get("/sign-in/plain")
    return visitor.post("/sign-in/plain", {"words": words})


WRONG = {
    "unknown words": (RU, WrongWords()),
    "seven words": (RU.rsplit(" ", 1)[0], WrongWordCount(found=7)),
    "nothing": ("", WrongWordCount(found=0)),
    "signs": (f"{RU} 🔑", KeyUnreadable()),
    "digits": (f"{RU}5", KeyUnreadable()),
    "letters of another alphabet": ("αβγ " * 8, KeyUnreadable()),
    "half Cyrillic, half Latin": (RU.replace("август", "window"), KeyUnreadable()),
    "far too much": ("слово " * 500, KeyUnreadable()),
}


def test_wrong_words(site: Site, visitor: Visitor, language: str) -> None:
    person(site)
    before = stored(site)

    for what, (words, told) in WRONG.items():
        answer = come_in(visitor, words)
        assert (answer.status_code, says(answer, told, language)) == (422, True), what
        assert f'value="{words}"' in answer.text, what

    assert stored(site) == before


def test_right_words_in_a_wrong_order(site: Site, visitor: Visitor, language: str) -> None:
    someone = person(site)
    before = stored(site)

    answer = come_in(visitor, " ".join(reversed(someone.words.split())))

    assert (answer.status_code, says(answer, WrongWords(), language)) == (422, True)
    assert stored(site) == before


LOOK_ALIKES = {
    "small": RU.translate(str.maketrans("аорсе", "aopce")),
    "capitals": RU.upper().translate(str.maketrans("АВОРКС", "ABOPKC")),
    "hyphens": RU.replace(" ", " \u00ad-\u2011 "),
    "spaces": f"\ufeff  {RU.replace(' ', chr(0xA0))}\n",
    "combining": RU.replace("й", "и\u0306"),
}


@pytest.mark.parametrize("language", ["ru"])
def test_look_alike_letters_open(app: FastAPI, site: Site, language: str) -> None:
    person(site, RU)

    for what, typed in LOOK_ALIKES.items():
        assert come_in(Visitor(app, language=language), typed).headers["location"] == "/my", what


def test_words_of_an_account_that_is_closed_say_no_more_than_unknown_ones(
    site: Site, visitor: Visitor, language: str
) -> None:
    someone = person(site)
    with site.db.writing() as db:
        accounts.sign_out_everywhere(db, site, someone.visit)
    unknown = come_in(visitor, RU).text.replace(RU, "")
    with site.db.writing() as db:
        db.connection().exec_driver_sql("UPDATE account SET suspended_until_on = '2099-01-01'")

    closed = come_in(visitor, someone.words)

    assert says(closed, WrongWords(), language)
    assert without_masks(closed.text.replace(someone.words, "")) == without_masks(unknown)


def without_masks(page: str) -> str:
    """Return a page without what is drawn anew for every answer."""
    return MASKS.sub("", page)
