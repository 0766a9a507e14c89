"""What people see of a volunteer, on what terms they meet, and a pause. Coordinators confirm kinds of help."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from scheduling.grid import GRID_MINUTES
from service.availability.changing import done, edition, ensure_same, own
from service.availability.refusals import (
    AboutTooLong,
    AliasTaken,
    AliasWrong,
    FormatNeeded,
    KindNeeded,
    LanguageNeeded,
    LanguageUnknown,
    NotActive,
    NotHere,
    NotPaused,
    NumberWrong,
    TermUnknown,
    WeekTooShort,
)
from service.models import TermSort, Volunteer, VolunteerState
from service.settings import LANGUAGES
from service.site import Site
from service.store import terms as term_rows
from service.store import volunteers as rows

SPOKEN: Final = (
    "ru", "uk", "en", "be", "ka", "kk", "ky", "uz", "tg", "tk", "hy", "az", "ro", "tt", "ba", "cv", "ce", "os", "sah",
    "bua", "crh", "yi", "he", "tr", "de", "pl", "cs", "sk", "bg", "sr", "hr", "sl", "lt", "lv", "et", "fi", "sv",
    "no", "da", "nl", "fr", "es", "pt", "it", "el", "hu", "ar", "fa", "zh", "ja", "ko", "vi", "th", "mn",
)  # fmt: skip
"""Codes of the languages a volunteer can choose from."""

LONGEST_ALIAS: Final = 40
LONGEST_ABOUT: Final = 600
_ALIAS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ’'.-]){1,39}")
_UNCONFIRMED = (VolunteerState.DRAFT, VolunteerState.WAITING)

BOUNDS: Final[Mapping[str, tuple[int, int, int]]] = {
    "length_minutes": (10, 240, GRID_MINUTES),
    "step_minutes": (5, 240, GRID_MINUTES),
    "gap_minutes": (0, 240, GRID_MINUTES),
    "notice_hours": (0, 336, 1),
    "horizon_days": (1, 120, 1),
    "day_cap": (1, 20, 1),
    "week_cap": (1, 60, 1),
    "week_hours_cap": (1, 60, 1),
    "caseload_cap": (1, 100, 1),
}
"""Least, most and step of every number of the terms."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Hold on what terms a volunteer meets people; a cap of None is no cap. Minutes, hours and days as named."""

    length_minutes: int
    step_minutes: int
    gap_minutes: int
    notice_hours: int
    horizon_days: int
    caseload_cap: int
    day_cap: int | None = None
    week_cap: int | None = None
    week_hours_cap: int | None = None

    def checked(self) -> "Numbers":
        """Return the numbers when they can be.

        Raises: NumberWrong, WeekTooShort.
        """
        for name, (least, most, step) in BOUNDS.items():
            value = getattr(self, name)
            if value is not None and (not least <= value <= most or value % step):
                raise NumberWrong(name, least=least, most=most, step=step)
        if self.week_hours_cap is not None and self.week_hours_cap * 60 < self.length_minutes:
            raise WeekTooShort
        return self


@dataclass(frozen=True, slots=True)
class Profile:
    """Hold what people see of a volunteer. `about` is by interface language, the rest slugs and language codes."""

    alias: str
    about: Mapping[str, str]
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    formats: tuple[str, ...]
    topics: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return everything chosen from the organisation's words."""
        return (*self.kinds, *self.formats, *self.topics, *self.attributes)


def numbers(db: Session, volunteer_id: bytes) -> tuple[Numbers, str]:
    """Return a volunteer's terms and their edition.

    Raises: NotHere.
    """
    found = _numbers(_found(db, volunteer_id))
    return found, edition(found)


def change_numbers(db: Session, site: Site, volunteer_id: bytes, changed: Numbers, *, shown: str) -> None:
    """Put other terms in the place of those of the edition `shown`.

    Raises: NotHere, ChangedMeanwhile, TermsRefusal.
    """
    changed.checked()
    volunteer = own(db, volunteer_id)
    ensure_same(shown, edition(_numbers(volunteer)))
    for each in fields(Numbers):
        setattr(volunteer, each.name, getattr(changed, each.name))
    done(db, site, volunteer_id)


def profile(db: Session, volunteer_id: bytes) -> tuple[Profile, str]:
    """Return what people see of a volunteer, and its edition. Four queries.

    Raises: NotHere.
    """
    found = _profile(db, _found(db, volunteer_id))
    return found, edition(found)


def change_profile(db: Session, site: Site, volunteer_id: bytes, changed: Profile, *, shown: str) -> None:
    """Put another description in the place of the one of the edition `shown`.

    Kinds of help change only until coordinators have confirmed the volunteer; after that they stay as they are.
    Raises: NotHere, ChangedMeanwhile, ProfileRefusal.
    """
    volunteer = own(db, volunteer_id)
    before = _profile(db, volunteer)
    ensure_same(shown, edition(before))
    kinds = changed.kinds if volunteer.state in _UNCONFIRMED else before.kinds
    check_languages(changed.languages)
    slugs = check_slugs(db, kinds=kinds, formats=changed.formats, others=(*changed.topics, *changed.attributes))
    volunteer.alias = _checked_alias(db, volunteer, changed.alias)
    volunteer.about = _checked_about(changed.about)
    try:
        db.flush()
    except IntegrityError as error:  # another volunteer took the name between our look and our write
        raise AliasTaken from error
    rows.put_languages(db, volunteer_id, changed.languages)
    rows.put_terms(db, volunteer_id, slugs)
    done(db, site, volunteer_id)


def pause(db: Session, site: Site, volunteer_id: bytes) -> None:
    """Take a pause: nobody new is offered the volunteer's times; what is booked stays booked.

    Raises: NotHere, NotActive.
    """
    volunteer = own(db, volunteer_id)
    if volunteer.state != VolunteerState.ACTIVE:
        raise NotActive
    volunteer.state = VolunteerState.PAUSED
    done(db, site, volunteer_id)


def end_pause(db: Session, site: Site, volunteer_id: bytes) -> None:
    """End a pause: the volunteer's times are offered again.

    Raises: NotHere, NotPaused.
    """
    volunteer = own(db, volunteer_id)
    if volunteer.state != VolunteerState.PAUSED:
        raise NotPaused
    volunteer.state = VolunteerState.ACTIVE
    done(db, site, volunteer_id)


def check_languages(languages: Collection[str]) -> None:
    """Let languages pass that a volunteer can speak.

    Raises: LanguageNeeded, LanguageUnknown.
    """
    if not languages:
        raise LanguageNeeded
    if not set(languages) <= set(SPOKEN):
        raise LanguageUnknown


def check_slugs(
    db: Session, *, kinds: Collection[str], formats: Collection[str], others: Collection[str] = ()
) -> tuple[str, ...]:
    """Return all slugs when each is on offer as what it was chosen for, with a kind and a format among them.

    Raises: KindNeeded, FormatNeeded, TermUnknown.
    """
    sorts = {term.slug: term.sort for term in term_rows.active(db)}
    if not kinds:
        raise KindNeeded
    if not formats:
        raise FormatNeeded
    wanted = [(slug, TermSort.KIND) for slug in kinds] + [(slug, TermSort.FORMAT) for slug in formats]
    if any(sorts.get(slug) != sort for slug, sort in wanted):
        raise TermUnknown
    if any(sorts.get(slug) not in (TermSort.TOPIC, TermSort.ATTRIBUTE) for slug in others):
        raise TermUnknown
    return (*kinds, *formats, *others)


def _found(db: Session, volunteer_id: bytes) -> Volunteer:
    volunteer = rows.by_id(db, volunteer_id)
    if volunteer is None:
        raise NotHere
    return volunteer


def _numbers(volunteer: Volunteer) -> Numbers:
    return Numbers(**{each.name: getattr(volunteer, each.name) for each in fields(Numbers)})


def _profile(db: Session, volunteer: Volunteer) -> Profile:
    offered = set(rows.terms_of(db, volunteer.id))
    by_sort: dict[str, list[str]] = {sort: [] for sort in TermSort}
    for term in term_rows.all_of(db):
        if term.slug in offered:
            by_sort[term.sort].append(term.slug)
    return Profile(
        alias=volunteer.alias,
        about=dict(sorted(volunteer.about.items())),
        languages=rows.languages_of(db, volunteer.id),
        kinds=tuple(by_sort[TermSort.KIND]),
        formats=tuple(by_sort[TermSort.FORMAT]),
        topics=tuple(by_sort[TermSort.TOPIC]),
        attributes=tuple(by_sort[TermSort.ATTRIBUTE]),
    )


def _checked_alias(db: Session, volunteer: Volunteer, alias: str) -> str:
    tidy = " ".join(alias.split())
    if not _ALIAS.fullmatch(tidy):
        raise AliasWrong(most=LONGEST_ALIAS)
    other = rows.by_alias(db, tidy)
    if other is not None and other.id != volunteer.id:
        raise AliasTaken
    return tidy


def _checked_about(about: Mapping[str, str]) -> dict[str, str]:
    tidy = {language: about.get(language, "").strip() for language in LANGUAGES}
    if any(len(text) > LONGEST_ABOUT for text in tidy.values()):
        raise AboutTooLong(most=LONGEST_ABOUT)
    return {language: text for language, text in tidy.items() if text}
