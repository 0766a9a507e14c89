"""The first run: which hours, how many people, how to talk, and how we may reach the volunteer.

The last of the four is the notice channel and belongs to `notices`; everything else is the organisation's default.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduling.localtime import zone_info
from service.availability.changing import done, own
from service.availability.hours import rule_of
from service.availability.profile import BOUNDS, check_languages, check_slugs
from service.availability.refusals import FirstRunOver, NumberWrong, WindowImpossible
from service.availability.windows import Window, check_apart
from service.models import VolunteerState
from service.site import Site
from service.staff.people import first_run_done
from service.store import openings, volunteers

_ASKED = (VolunteerState.DRAFT, VolunteerState.WAITING)


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """Hold the first answers: weekly hours in `zone`, people at once, ways to talk, languages, kinds of help."""

    zone: str
    windows: tuple[Window, ...]
    people: int
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    kinds: tuple[str, ...]


def first_run(db: Session, site: Site, volunteer_id: bytes, answers: FirstAnswers) -> VolunteerState:
    """Take the first answers and return the volunteer's standing: waiting for two coordinators' yes.

    Answers given again while waiting replace the ones before.
    Raises: NotHere, FirstRunOver, UnknownZone, WindowRefusal, NumberWrong, ProfileRefusal.
    """
    volunteer = own(db, volunteer_id)
    if volunteer.state not in _ASKED:
        raise FirstRunOver
    check_languages(answers.languages)
    slugs = check_slugs(db, kinds=answers.kinds, formats=answers.formats)
    _check_hours(answers, length_minutes=volunteer.length_minutes)
    _check_people(answers.people)
    volunteer.zone = answers.zone
    volunteer.caseload_cap = answers.people
    openings.remove_rules_of(db, volunteer_id)
    openings.add_rules(db, [rule_of(volunteer_id, window) for window in answers.windows])
    volunteers.put_languages(db, volunteer_id, answers.languages)
    volunteers.put_terms(db, volunteer_id, slugs)
    done(db, site, volunteer_id)
    return first_run_done(db, volunteer_id)


def _check_hours(answers: FirstAnswers, *, length_minutes: int) -> None:
    zone_info(answers.zone)
    if not answers.windows:
        raise WindowImpossible
    check_apart([window.checked(length_minutes=length_minutes) for window in answers.windows], [])


def _check_people(people: int) -> None:
    least, most, step = BOUNDS["caseload_cap"]
    if not least <= people <= most:
        raise NumberWrong("people", least=least, most=most, step=step)
