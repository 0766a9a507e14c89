"""Whatever is sent to whichever address by whomever: never a fault of ours, never a word of our code on a page.

The fields of a page's own form are taken and spoilt; their names, and the words of buttons, are also gathered from each
route's code, so that what is new is attacked by itself.
"""

import inspect
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.person import _page as read
from service.availability import BOUNDS
from service.site import Site
from tests.web.attacks.stage import PEOPLE, WORDS, Stage
from tests.web.visitor import Visitor

WEB = Path(__file__).parents[3] / "web"
SHARED = ("keys.py", "desk_forms.py", "own.py", "questions.py")
ODD = (
    "", " ", "0", "-1", "1", "5", "30", "511", "99999999999", "9" * 30, "٣", "1.5", "1e9", "NaN", "true", "on",
    "2026-11-05", "2026-02-30", "0001-01-01", "9999-12-31", "٢٠٢٦-١١-٠٥", "09:30", "24:00", "24:05", "٠٩:٣٠", "9:5",
    "Europe/Berlin", "Asia/Kathmandu", "Europe/Atlantis", "../..", "//elsewhere.example", "/my", "\\", "%", "%(x)s",
    "{{ 7*7 }}", "<script>", "' OR 1=1 --", "a\r\nb", "a\rb", "a\tb", "\u202e", "ё" * 300, "🔑", "\x00", "a" * 2500,
    "A" * 22, "A" * 43, "A" * 80, "ff" * 16, "FF" * 16, "f f", *WORDS.values(), "alder@example.org", "a@b", "text",
)  # fmt: skip
Pick = tuple[str, int | str]
"""Where something is taken from, and the how-manieth of it; or what is said outright."""
QUOTED = re.compile(r'"([a-z][a-z0-9_]{0,30})"')


def words_of(route: APIRoute) -> tuple[str, ...]:
    """Return every plain word in the code behind a route: names of fields, words of buttons, all that it compares."""
    return _words_in(Path(inspect.getfile(inspect.unwrap(route.endpoint))))


@cache
def _words_in(own: Path) -> tuple[str, ...]:
    texts = [path.read_text() for path in (own, *(WEB / name for name in SHARED))]
    found = {word for text in texts for word in QUOTED.findall(text)}
    ends = {f"{word}{end}" for word in found if word.endswith("_") for end in ("ru", "uk", "en", "1", "8")}
    return tuple(sorted(found | ends | set(BOUNDS)))


def routes(stage: Stage, method: str) -> list[APIRoute]:
    """Return every route of the application that answers to a method."""
    return [each for each in stage.app.routes if isinstance(each, APIRoute) and method in (each.methods or ())]


def faults(answer: Response) -> str:
    """Return what is wrong with an answer; nothing when it is a page, a way on or a refusal."""
    if answer.status_code >= 500 and answer.status_code != 503:
        return f"status {answer.status_code}"
    if answer.status_code not in (200, 303, 304, 400, 401, 403, 404, 405, 409, 413, 422, 429, 503):
        return f"unusual status {answer.status_code}"
    found = re.search(r"Traceback|sqlalchemy|\bException\b|%\([a-z_]{2,}\)", answer.text)
    return f"says {found[0]}" if found else ""


@dataclass(frozen=True)
class Plan:
    """What somebody will try. Numbers choose from whatever there is then, so that a plan can be followed again."""

    who: str
    route: int
    gap: Pick
    form: int
    spoils: list[tuple[Pick, list[Pick]]]
    query: list[tuple[str, str]]


@dataclass(frozen=True)
class Attack:
    """One plan, followed on a stage."""

    stage: Stage
    plan: Plan
    route: APIRoute
    visitor: Visitor

    @classmethod
    def of(cls, stage: Stage, plan: Plan, method: str) -> "Attack":
        """Let somebody come who will follow the plan."""
        known = routes(stage, method)
        return cls(stage, plan, known[plan.route % len(known)], stage.enter(plan.who))

    @property
    def path(self) -> str:
        """Return the address, its gaps filled."""
        return re.sub(r"{\w+}", lambda _: quote(self.picked(self.plan.gap), safe=""), self.route.path)

    def picked(self, pick: Pick) -> str:
        """Return what a pick stands for."""
        source, value = pick
        if isinstance(value, str):
            return value
        pools = {"id": self.stage.ids, "word": words_of(self.route), "odd": ODD}
        return pools[source][value % len(pools[source])]

    def fields(self) -> dict[str, list[str]]:
        """Return the fields of one of the page's own forms, some of them changed, left out or added."""
        forms = [each for each in read(self.visitor.get(self.path)).forms if each.action == self.path]
        found: dict[str, list[str]] = {}
        if forms:
            form = forms[self.plan.form % len(forms)]
            found = dict(form.fields)
            if form.buttons:
                name, pressed = form.buttons[self.plan.form % len(form.buttons)]
                found[name] = [pressed]
        for pick, values in self.plan.spoils:
            found[self._name(pick, [*found])] = [self.picked(each) for each in values]
        return {**found, "form_token": [self.visitor.token]}

    def _name(self, pick: Pick, known: list[str]) -> str:
        """Return the name of a field: one of the form's own, or another one."""
        source, number = pick
        if source == "own" and isinstance(number, int):
            return known[number % len(known)] if known else "go"
        return self.picked(pick)


NUMBER = st.integers(0, 10_000)
TEXT = st.one_of(st.text(max_size=60), st.integers().map(str), st.dates().map(str), st.times().map(str))
VALUE = st.one_of(st.tuples(st.sampled_from(["id", "word", "odd", "odd"]), NUMBER), st.tuples(st.just("said"), TEXT))
NAME = st.tuples(st.sampled_from(["own", "own", "word"]), NUMBER)
ASKED = st.sampled_from(["week", "day", "page", "limit", "zone", "from_at", "kind", "language", "on", "at", "part"])
PLANS = st.builds(
    Plan,
    who=st.sampled_from(PEOPLE),
    route=NUMBER,
    gap=st.tuples(st.sampled_from(["id", "word", "odd"]), NUMBER),
    form=NUMBER,
    spoils=st.lists(st.tuples(NAME, st.lists(VALUE, max_size=3)), max_size=4),
    query=st.lists(st.tuples(ASKED, st.one_of(TEXT, st.sampled_from(ODD))), max_size=3),
)


def sends(stage: Stage, plan: Plan) -> None:
    """Let somebody send something somewhere."""
    attack = Attack.of(stage, plan, "POST")
    path, fields = attack.path, attack.fields()

    answer = attack.visitor.client.post(path, data=fields, headers={"sec-fetch-site": "same-origin"})

    assert not faults(answer), (faults(answer), plan.who, path, fields)
    if answer.status_code == 303:
        assert not faults(attack.visitor.get(answer.headers["location"])), (plan.who, path, fields)


def asks(stage: Stage, plan: Plan) -> None:
    """Let somebody open an address with anything asked for."""
    attack = Attack.of(stage, plan, "GET")
    said = "&".join(f"{name}={quote(value, safe='')}" for name, value in plan.query)

    answer = attack.visitor.get(f"{attack.path}?{said}")

    assert not faults(answer), (faults(answer), plan.who, attack.path, said)


@pytest.fixture
def stage(site: Site) -> Stage:
    """Give a house in which things have happened."""
    return Stage.on(site)


FEW = settings(
    max_examples=250, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
MANY = settings(FEW, max_examples=6000, derandomize=False, print_blob=True)


@FEW
@given(plan=PLANS)
def test_whatever_is_sent(stage: Stage, plan: Plan) -> None:
    sends(stage, plan)


@FEW
@given(plan=PLANS)
def test_whatever_is_asked_for(stage: Stage, plan: Plan) -> None:
    asks(stage, plan)


@pytest.mark.long
@MANY
@given(plan=PLANS)
def test_much_that_is_sent(stage: Stage, plan: Plan) -> None:
    sends(stage, plan)


@pytest.mark.long
@MANY
@given(plan=PLANS)
def test_much_that_is_asked_for(stage: Stage, plan: Plan) -> None:
    asks(stage, plan)
