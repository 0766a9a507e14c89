"""Carry waiting letters to the mail server, one round at a time. Never called inside a booking.

How long to wait after a failure lives in memory only; rows keep no time, just how often a letter was refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from smtplib import SMTP
from typing import Final

import structlog
from sqlalchemy.orm import Session

from service.clock import utc_date
from service.notices import channel
from service.notices.letters import Letter, compose
from service.notices.mail import (
    TIMEOUT_SECONDS,
    LetterRefused,
    MailServer,
    MailServerTrouble,
    connected,
    hand_over,
    mail_server,
)
from service.settings import Mode
from service.site import Site
from service.store import outbox, settings_rows
from service.store.outbox import Waiting

GIVE_UP_AFTER: Final = 10
FIRST_PAUSE_SECONDS: Final = 60
LONGEST_LETTER_PAUSE_SECONDS: Final = 6 * 3600
LONGEST_SERVER_PAUSE_SECONDS: Final = 30 * 60
_SERVER_STATE = "notices.server_silent_since"


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    sent: int = 0
    refused: int = 0
    server_silent: bool = False


@dataclass(frozen=True, slots=True)
class MailState:
    """What coordinators see of the post: is there a server, since when is it silent, how many letters wait."""

    configured: bool
    waiting: int
    silent_since: date | None


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A waiting letter as the demo shows it instead of sending it."""

    alias: str
    letter: Letter


@dataclass(slots=True)
class _Pause:
    failures: int = 0
    until_at: int = 0

    def longer(self, now: int, *, longest: int) -> None:
        self.until_at = now + min(FIRST_PAUSE_SECONDS * 2**self.failures, longest)
        self.failures += 1


@dataclass(slots=True)
class Courier:
    """One process's courier; it remembers how long to leave a silent server and a refused letter alone."""

    site: Site
    timeout_seconds: float = TIMEOUT_SECONDS  # of each step of the talk with the server
    _server_pause: _Pause = field(default_factory=_Pause)
    _letter_pauses: dict[bytes, _Pause] = field(default_factory=dict)

    def round(self, *, stop: Callable[[], bool] = lambda: False) -> Round:
        """Send what waits and is due. A silent server ends the round and leaves every row where it is.

        1. Is there a server, and is it time? 2. Read what waits. 3. One connection for all letters.
        4. Each sent letter's row is deleted at once. 5. Note when the server fell silent or spoke again.
        """
        settings = self.site.settings
        server = mail_server(settings.smtp_url, sender=settings.mail_from)
        now = self.site.clock.now()
        if server is None or now < self._server_pause.until_at:
            return Round(server_silent=server is not None)
        due = self._due(now)
        if not due:
            return Round()
        try:
            done = self._carry(server, due, stop)
        except MailServerTrouble as trouble:
            self._server_pause.longer(now, longest=LONGEST_SERVER_PAUSE_SECONDS)
            structlog.get_logger().warning("mail_server_silent", error=str(trouble), count=len(due))
            self._note_server(utc_date(now))
            return Round(server_silent=True)
        self._server_pause = _Pause()
        self._note_server(None)
        return done

    def _due(self, now: int) -> list[Waiting]:
        with self.site.db.reading() as db:
            waiting = outbox.waiting(db, attempts_below=GIVE_UP_AFTER)
        known = {letter.id for letter in waiting}
        self._letter_pauses = {id_: pause for id_, pause in self._letter_pauses.items() if id_ in known}
        return [letter for letter in waiting if now >= self._letter_pauses.get(letter.id, _Pause()).until_at]

    def _carry(self, server: MailServer, due: list[Waiting], stop: Callable[[], bool]) -> Round:
        with self.site.db.reading() as db:
            spoken = outbox.languages(db, [waiting.volunteer_id for waiting in due])
        sent = refused = 0
        with connected(server, timeout_seconds=self.timeout_seconds) as connection:
            for waiting in due:
                if stop():
                    break
                letter = letter_of(self.site, waiting, spoken.get(waiting.volunteer_id, ()))
                if self._delivered(connection, server, waiting, letter):
                    sent += 1
                else:
                    refused += 1
        return Round(sent=sent, refused=refused)

    def _delivered(self, connection: SMTP, server: MailServer, waiting: Waiting, letter: Letter) -> bool:
        to = channel.address_of(self.site, waiting.volunteer_id, waiting.notice_sealed)
        try:
            if to is None:
                raise LetterRefused("SealBroken")
            hand_over(connection, server, letter, to=to)
        except LetterRefused as refusal:
            self._count_failure(waiting, str(refusal))
            return False
        except MailServerTrouble as trouble:
            # Counted, so that one letter a server chokes on goes behind the others the next time.
            self._count_failure(waiting, str(trouble))
            raise
        with self.site.db.writing() as db:
            outbox.remove(db, waiting.id)
        return True

    def _count_failure(self, waiting: Waiting, error: str) -> None:
        structlog.get_logger().warning("letter_refused", error=error, count=waiting.attempts + 1)
        pause = self._letter_pauses.setdefault(waiting.id, _Pause(failures=waiting.attempts))
        pause.longer(self.site.clock.now(), longest=LONGEST_LETTER_PAUSE_SECONDS)
        with self.site.db.writing() as db:
            outbox.failed_once_more(db, waiting.id)

    def _note_server(self, silent_since: date | None) -> None:
        """Keep the first day of silence for the coordinators; written only when something changed."""
        with self.site.db.reading() as db:
            noted = settings_rows.value_of(db, _SERVER_STATE)
        if (noted is None) == (silent_since is None):
            return
        with self.site.db.writing() as db:
            if silent_since is None:
                settings_rows.remove(db, _SERVER_STATE)
            else:
                settings_rows.put(db, _SERVER_STATE, silent_since.isoformat())


def deliver(site: Site) -> Round:
    """Send what waits once, without memory of earlier rounds."""
    return Courier(site).round()


def letter_of(site: Site, waiting: Waiting, languages: tuple[str, ...]) -> Letter:
    """Return the letter that a waiting row stands for."""
    link = None if waiting.what == "news" else channel.link_of(site, waiting.volunteer_id, waiting.id)
    return compose(waiting.what, languages=languages, link=link)


def mail_state(db: Session, site: Site) -> MailState:
    """Return how the post is doing, for coordinators. Two queries."""
    since = settings_rows.value_of(db, _SERVER_STATE)
    return MailState(
        configured=bool(site.settings.smtp_url),
        waiting=outbox.count(db),
        silent_since=date.fromisoformat(since) if since else None,
    )


def demo_letters(db: Session, site: Site) -> tuple[ShownLetter, ...]:
    """Return the letters that wait, links included, so that they can be clicked; nothing at all outside the demo."""
    if site.settings.mode is not Mode.DEMO:
        return ()
    waiting = outbox.waiting(db)
    spoken = outbox.languages(db, [each.volunteer_id for each in waiting])
    aliases = outbox.aliases(db, [each.volunteer_id for each in waiting])
    return tuple(
        ShownLetter(aliases[each.volunteer_id], letter_of(site, each, spoken.get(each.volunteer_id, ())))
        for each in waiting
    )
