"""A form gives what was meant, or says which field cannot be taken and keeps what was typed."""

from datetime import date

import pytest

from web.forms import CHOOSE, CLOCK, DAY, NEEDED, NUMBER, TOO_LONG, Form, Problem, parse_form


def test_form_reads_fields_as_they_were_meant() -> None:
    form = parse_form(b"name=+Mira+&n=7&on=2026-12-24&at=9%3A05&f=text&f=video&c=%D1%97")

    read = (
        form.needed("name"), form.number("n", least=1, most=9), form.day("on"), form.minute("at"),
        form.some_of("f", ("text", "voice", "video")), form.text("c"), form.text("missing"),
    )  # fmt: skip

    assert read == ("Mira", 7, date(2026, 12, 24), 545, ("text", "video"), "ї", "")
    assert form.ok


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (lambda form: form.needed("x"), Problem(NEEDED)),
        (lambda form: form.text("long", most=5), Problem(TOO_LONG, {"most": 5})),
        (lambda form: form.one_of("long", ("a", "b")), Problem(CHOOSE)),
        (lambda form: form.some_of("long", ("a", "b")), Problem(CHOOSE)),
        (lambda form: form.number("long", least=1, most=9), Problem(NUMBER, {"least": 1, "most": 9})),
        (lambda form: form.number("big", least=1, most=9), Problem(NUMBER, {"least": 1, "most": 9})),
        (lambda form: form.number("huge", least=1, most=9), Problem(NUMBER, {"least": 1, "most": 9})),
        (lambda form: form.number("digits", least=1, most=9), Problem(NUMBER, {"least": 1, "most": 9})),
        (lambda form: form.day("long"), Problem(DAY)),
        (lambda form: form.minute("long"), Problem(CLOCK)),
        (lambda form: form.minute("late"), Problem(CLOCK)),
    ],
)
def test_form_names_what_cannot_be_taken(read, problem: Problem) -> None:  # type: ignore[no-untyped-def]
    form = Form.of(long="something", big="10", huge="9" * 5000, digits="७", late="24:30")

    read(form)

    assert list(form.problems.values()) == [problem]
    assert form.value("long") == "something"


def test_empty_date_and_time_are_no_problem() -> None:
    form = Form.of(on="", at=" ", end="24:00")

    assert (form.day("on"), form.minute("at"), form.minute("end"), form.ok) == (None, None, 1440, True)


def test_first_problem_of_a_field_stays() -> None:
    form = Form.of()

    form.refuse("x", NEEDED)
    form.refuse("x", CHOOSE)

    assert form.problems == {"x": Problem(NEEDED)}
