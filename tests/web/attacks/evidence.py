"""What an attack is judged by: everything stored, and the sentence a person should read in their language."""

import re
from collections.abc import Mapping
from typing import Any

from httpx2 import Response
from markupsafe import escape
from sqlalchemy import select

from scheduling.errors import Refusal
from service.models import Base
from service.site import Site
from tests.web.visitor import Visitor
from web.languages import tell, translations

START = re.compile(r'name="start" value="(\d+)"')
Stored = Mapping[str, list[tuple[Any, ...]]]


def stored(site: Site, *, without: tuple[str, ...] = ()) -> Stored:
    """Return every lasting row, table by table; two that are equal mean that nothing was changed in between."""
    with site.db.reading() as db:
        return {
            name: sorted((tuple(row) for row in db.execute(select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
            if name not in without
        }


def says(answer: Response, sentence: Refusal | str, language: str, **parameters: object) -> bool:
    """Tell whether a page says a refusal or an English sentence in a language, as the catalogue has it."""
    if isinstance(sentence, Refusal):
        told = tell(sentence, language)
    else:
        told = translations(language).gettext(sentence) % parameters
    assert language == "en" or told != (sentence.msgid if isinstance(sentence, Refusal) else sentence), "no translation"
    return str(escape(told)) in answer.text


def at_the_times(visitor: Visitor, *, zone: str = "Asia/Tbilisi") -> list[int]:
    """Wish for Russian, say the clock, and return the times that are offered."""
    visitor.get("/wishes/1")
    visitor.post("/wishes/1", {"language": "ru", "go": "times"})
    visitor.get("/clock")
    return [int(start) for start in START.findall(visitor.post_and_follow("/clock", {"zone": zone}).text)]


def holding(visitor: Visitor, *, choice: int = 1) -> int:
    """Come as far as the person's card and return the time that is kept."""
    start_at = at_the_times(visitor)[choice]
    assert visitor.post_and_follow("/times", {"start": str(start_at)}).url.path == "/confirm"
    return start_at


def booked(visitor: Visitor, *, choice: int = 1) -> int:
    """Book and return the time."""
    start_at = holding(visitor, choice=choice)
    assert visitor.post_and_follow("/confirm", {"go": "book", "n": "0"}).url.path == "/booked"
    return start_at


def wishes_are_kept(visitor: Visitor) -> bool:
    """Tell whether the visit still knows what was wished for, and the clock."""
    return 'value="ru" checked' in visitor.get("/wishes/1").text and visitor.get("/times").status_code == 200
