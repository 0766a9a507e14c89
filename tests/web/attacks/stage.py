"""A house in which things have happened, and everybody who might come to it, as far in as they can be. For fuzzing."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fastapi import FastAPI
from sqlalchemy import delete, select

from scheduling.errors import Refusal
from service import accounts, booking, staff, visits
from service.accounts import NewAccount, OpenAccount
from service.models import Account, Base, Role, Volunteer, VolunteerState
from service.settings import Mode
from service.site import Site
from service.visits import HeldSlot, Visit
from tests.factories import ALDER, BIRCH, NOW, make_volunteer
from tests.service.accounts.cast import keys_of
from tests.web.visitor import Visitor
from web.app import create_app
from web.exchange import PLAIN_COOKIE

HOUR = 3600
START_AT = NOW + 45 * HOUR  # Wednesday, 10:00 in Berlin
WORDS = {
    Role.CLIENT: "river apple lamp stone garden window paper bridge",
    Role.VOLUNTEER: "meadow cloud ticket button copper silver wagon violin",
    Role.COORDINATOR: "window paper bridge river apple lamp stone garden",
}
PEOPLE = ("stranger", "looker", "holder", "booker", *WORDS)


@dataclass
class Stage:
    """One house and the keys of those who have one."""

    site: Site
    app: FastAPI
    volunteers: list[bytes] = field(default_factory=list)
    keys: dict[Role, NewAccount] = field(default_factory=dict)

    @classmethod
    def on(cls, site: Site) -> "Stage":
        """Fill an empty house: two volunteers, one with an account, a session behind and one ahead, an invitation."""
        site = replace(site, settings=site.settings.model_copy(update={"mode": Mode.DEMO}))
        stage = cls(site, create_app(site))
        account = stage.account(Role.VOLUNTEER)
        with site.db.writing() as db:
            alder = make_volunteer(db, ALDER, account_id=account.account_id, caseload_cap=50, horizon_days=60)
            stage.volunteers = [alder.id, make_volunteer(db, BIRCH, caseload_cap=50).id]
            staff.invite(db, site, role=Role.VOLUNTEER, label="Birch")
        stage.book(stage.account(Role.CLIENT).wallet_key, START_AT + 24 * HOUR)
        return stage

    @property
    def ids(self) -> list[str]:
        """Return the ids of all rows there are, in hex."""
        with self.site.db.reading() as db:
            return [
                value.hex()
                for table in Base.metadata.sorted_tables
                for row in db.execute(select(*table.primary_key.columns).limit(3))
                for value in row
                if isinstance(value, bytes)
            ]

    def account(self, role: Role) -> OpenAccount:
        """Return the account of a role, made anew when it was forgotten or closed."""
        if role not in self.keys:
            self.keys[role] = keys_of(self.site, WORDS[role])[1]
        try:
            with self.site.db.writing() as db:
                return accounts.create(db, self.site, self.keys[role], role=role)
        except accounts.WordsTaken:
            with self.site.db.writing() as db:
                db.execute(delete(Account).where(Account.lookup == self.keys[role].lookup))
            return self.account(role)

    def hold(self, start_at: int) -> HeldSlot:
        """Keep a time with somebody."""
        with self.site.db.writing() as db:
            return booking.hold(
                db, self.site, start_at=start_at, candidates=self.volunteers, format="text", language="ru"
            )

    def book(self, wallet_key: bytes, start_at: int) -> None:
        """Book a time."""
        held = self.hold(start_at)
        with self.site.db.writing() as db:
            booking.book(db, self.site, wallet_key=wallet_key, n=0, held=held)

    def enter(self, who: str) -> Visitor:
        """Return a browser in which somebody has come in anew."""
        visitor = Visitor(self.app)
        if who != "stranger":
            with self.site.db.brief() as db:
                cookie, _ = visits.start(db, self.site, self._visit(who))
            visitor.client.cookies.set(PLAIN_COOKIE, cookie)
        visitor.get("/leaving")
        return visitor

    def _visit(self, who: str) -> Visit:
        anybody = Visit(zone="Asia/Tbilisi", focus=0 if who == "booker" else None, wallet_key=b"\x07" * 32)
        if who in ("looker", "booker"):
            return anybody
        if who == "holder":
            return replace(anybody, hold=next(self._some_hold(), None))
        self._open_again(Role(who))
        pending = {
            "session": self._some_session(), "person": self.volunteers[0], "words": WORDS[Role.CLIENT], "asked": (1, 4),
        }  # fmt: skip
        return replace(self.account(Role(who)).visit(anybody), focus=0, pending=pending)

    def _some_hold(self) -> Iterator[HeldSlot]:
        for hour in range(60):
            try:
                yield self.hold(START_AT + hour * HOUR)
            except Refusal:
                continue

    def _some_session(self) -> str:
        with self.site.db.reading() as db:
            appointment = Base.metadata.tables["appointment"]
            found = db.scalar(select(appointment.c.id).where(appointment.c.volunteer_id == self.volunteers[0]))
        return found.hex() if found else ""

    def _open_again(self, role: Role) -> None:
        """Let the volunteer work whom somebody paused, closed out or parted with."""
        if role is Role.VOLUNTEER:
            account = self.account(role)
            with self.site.db.writing() as db:
                alder = db.get_one(Volunteer, self.volunteers[0])
                alder.state, alder.account_id = VolunteerState.ACTIVE, account.account_id
