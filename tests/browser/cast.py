"""Who is on the stage: the organisation's texts and lines, a few helpers with hours, and one person of each role."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from service.clock import utc_date
from service.models import Account, Role
from service.organisation import HelpLine, TextName, save_helpline, save_text
from service.settings import LANGUAGES
from service.site import Site
from service.visits import Visit
from tests.factories import make_account, make_cast, wallet

HELP_TEXTS = {
    "en": "This is an invented organisation for trying things out.\n\nNothing here is real.",
    "ru": "Это вымышленная организация, чтобы всё попробовать.\n\nЗдесь нет ничего настоящего.",
    "uk": "Це вигадана організація, щоб усе спробувати.\n\nТут немає нічого справжнього.",
}
HOURS = {"en": "Every day, around the clock", "ru": "Каждый день, круглосуточно", "uk": "Щодня, цілодобово"}


@dataclass(frozen=True, slots=True)
class Cast:
    """The accounts on the stage by role."""

    accounts: dict[str, bytes]

    def visit(self, role: str) -> Visit:
        """Return the visit of somebody who came in with this role."""
        return Visit(
            account_id=self.accounts[role], role=Role(role), epoch=1, wallet_key=wallet(role), zone="Europe/Berlin"
        )


def fill(site: Site) -> Cast:
    """Write everything and everybody into an empty site."""
    with site.db.writing() as db:
        _organisation(db, site)
        helpers = make_cast(db)
        accounts: dict[str, Account] = {role: make_account(db, role, role=role) for role in Role}
        helpers["Alder"].account_id = accounts[Role.VOLUNTEER].id
        return Cast({role: account.id for role, account in accounts.items()})


def _organisation(db: Session, site: Site) -> None:
    for name in TextName:
        for language in LANGUAGES:
            save_text(db, name, language, HELP_TEXTS[language])
    today = utc_date(site.clock.now())
    names = {"en": "Example line", "ru": "Линия для примера", "uk": "Лінія для прикладу"}
    line = HelpLine(
        country="ZZ", languages=("ru", "uk", "en"), labels=names, hours=HOURS, phone=None,
        chat_url="https://chat.example.org/", state_run=False, under_18=False, verified_on=today,
    )  # fmt: skip
    for each in (
        line,
        replace(line, country="DE", languages=("de", "ru"), phone="+49 800 000 0000", chat_url=None),
        replace(line, country="KZ", languages=("kk", "ru"), phone="1 50", state_run=True),
        replace(line, country="DE", phone="116 111", under_18=True, state_run=True),
        replace(line, country="GE", phone="+995 32 000 000", verified_on=today - timedelta(days=120)),
    ):
        save_helpline(db, each)
