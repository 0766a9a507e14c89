"""What we store, made from the register itself: every column with what, why, who can read it and how long.

Must not hold a list of its own: a column that is added stands on the page by itself, or the build fails.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Table
from starlette.requests import Request
from starlette.responses import Response

from service.models import Base, Class, Volatile
from web import deps
from web.languages import N_, translations
from web.pages import page, page_router

router = page_router()

TABLES = {
    "account": N_("Your key and settings"),
    "appointment": N_("Booked meetings"),
    "ticket_state": N_("How many meetings of a programme took place"),
    "session": N_("Your visit right now"),
    "occupancy": N_("Taken times"),
    "volunteer": N_("People who help here"),
    "volunteer_language": N_("The languages they speak"),
    "volunteer_term": N_("What they offer"),
    "opening_rule": N_("Their weekly hours"),
    "opening_exception": N_("Days when their hours differ"),
    "approval": N_("Who confirmed a volunteer"),
    "invitation": N_("Invitations of helpers"),
    "outbox": N_("Notices to volunteers"),
    "helpline": N_("Lines that help right now"),
    "term": N_("Words to choose from"),
    "setting": N_("The organisation’s texts and rules"),
    "month_count": N_("Counts for reports"),
    "forgotten": N_("Traces of what was deleted"),
    "job_lease": N_("The server’s own work"),
}
PROTECTION = {
    Class.SEALED: N_("locked with your key"),
    Class.SERVER_SEALED: N_("locked; the key is kept elsewhere"),
    Class.HASHED: N_("cannot be turned back"),
    Class.READABLE: N_("readable on the disk"),
    Class.VOLATILE: N_("in memory only, in no backup"),
}
NEVER = (
    N_("your name, e-mail, phone or address on the internet"),
    N_("which browser or device you use"),
    N_("which key booked which meeting: nothing in the database ties the two"),
    N_("what you wished for while looking for a time, once your visit has ended"),
    N_("when exactly you came, booked or signed in"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is stored, in the person's language."""

    what: str
    why: str
    protection: str


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one table that the same people can read for the same time."""

    reader: str
    life: str
    entries: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One table."""

    title: str
    anchor: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class StoredView:
    """The whole register, and what is never stored."""

    never: tuple[str, ...]
    places: tuple[Place, ...]


@router.get("/stored")
def stored(request: Request) -> Response:
    """Show the register."""
    return page(request, "public/stored.html", stored_view(deps.language(request)))


@cache
def stored_view(language: str) -> StoredView:
    """Return the register in a language; it never changes while the server runs."""
    say = translations(language).gettext
    tables = {**Base.metadata.tables, **Volatile.metadata.tables}
    known = [*TABLES, *sorted(tables.keys() - TABLES.keys())]
    places = (
        Place(say(TABLES.get(name, name)), f"t-{name.replace('_', '-')}", _groups(tables[name], language))
        for name in known
        if name in tables
    )
    return StoredView(tuple(say(each) for each in NEVER), tuple(places))


def register_sentences() -> set[str]:
    """Return every English sentence of the register, for the check of the catalogues."""
    columns = (each for base in (Base, Volatile) for table in base.metadata.sorted_tables for each in table.columns)
    return {str(column.info[key]) for column in columns for key in ("what", "why", "reader", "life")}


def _groups(table: Table, language: str) -> tuple[Group, ...]:
    say = translations(language).gettext
    grouped: dict[tuple[str, str], list[Kept]] = {}
    for column in table.columns:
        info = column.info
        kept = Kept(say(info["what"]), say(info["why"]), say(PROTECTION[Class(info["kind"])]))
        grouped.setdefault((info["reader"], info["life"]), []).append(kept)
    return tuple(Group(say(reader), say(life), _once(entries)) for (reader, life), entries in grouped.items())


def _once(entries: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(dict.fromkeys(entries))
