"""The tree of refusals: facts about a wish that cannot be granted.

A refusal is not a fault.  Its class is the fact, its `msgid` the English sentence that tells the person what happened
and what to do next, its `parameters` the values named in that sentence.  It is translated once, at the edge, and must
not know about HTTP.

    Refusal
    ├── UnknownZone                 no such IANA zone
    ├── NothingFree                 no start fits the wishes
    ├── HoldExpired                 the minutes of the hold are over
    ├── NotOffered                  this start cannot be booked
    │   ├── SlotTaken               somebody was faster
    │   ├── OutsideHours            the volunteer is not free then
    │   ├── PastTime                it lies behind us
    │   ├── TooSoon                 inside the volunteer's notice
    │   ├── BeyondHorizon           further ahead than is open
    │   └── VolunteerUnavailable    paused, suspended or accompanying enough people
    ├── AppointmentRefusal          this appointment cannot change like that
    │   ├── TooLateToMove           after the deadline for moving
    │   ├── TooLateToCancel         after the deadline for cancelling
    │   ├── NotYetBegun             its outcome cannot be known before it begins
    │   └── AppointmentOver         it has already ended, one way or another
    └── QuotaReached                as many appointments as one person can have
        ├── UpcomingQuotaReached    ahead at the same time
        ├── ProgrammeQuotaReached   in one programme
        └── FirstSessionFirst       before the first session was held
"""

from typing import ClassVar


class Refusal(Exception):
    """State a fact that stands in the way; the keywords fill the `%(name)s` places of the sentence."""

    msgid: ClassVar[str]

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.msgid % parameters)


class UnknownZone(Refusal):
    """Name a time zone that `tzdata` does not have (`zone`)."""

    msgid = "We do not know the time zone %(zone)s. Please choose a city from the list."


class NothingFree(Refusal):
    """State that no start fits the wishes."""

    msgid = (
        "There is no free time in the next two weeks. "
        "Leave your wishes and we will keep a time for you as soon as one appears."
    )


class HoldExpired(Refusal):
    """State that a hold ended before it was confirmed."""

    msgid = (
        "We kept this time for you for a few minutes, and they are over. "
        "If it is still free, you can choose it again. What you wrote is still here."
    )


class NotOffered(Refusal):
    """State that a start cannot be booked; the subclasses say why."""

    msgid = "This time cannot be booked. The nearest free times are below."


class SlotTaken(NotOffered):
    """State that another person took an overlapping time first."""

    msgid = "Someone has just taken this time. The nearest free times are below. What you wrote is still here."


class OutsideHours(NotOffered):
    """State that the volunteer has no opening that holds this start."""

    msgid = "This time is no longer among the free ones. The nearest free times are below."


class PastTime(NotOffered):
    """State that the start lies in the past."""

    msgid = "This time has already passed. The nearest free times are below."


class TooSoon(NotOffered):
    """State that the start lies inside the volunteer's notice."""

    msgid = "This time is too near for the volunteer to be ready. The nearest free times are below."


class BeyondHorizon(NotOffered):
    """State that the start lies further ahead than the volunteer's horizon."""

    msgid = "Times that far ahead cannot be booked yet. The nearest free times are below."


class VolunteerUnavailable(NotOffered):
    """State that the volunteer takes no meeting now: paused, suspended, or caseload full."""

    msgid = "This person cannot take a new meeting at the moment. Free times with others are below."


class AppointmentRefusal(Refusal):
    """State that an appointment cannot change in the wished way; the subclasses say why."""

    msgid = "This meeting cannot be changed. It stays as it was."


class TooLateToMove(AppointmentRefusal):
    """State that the client's deadline for moving has passed (`hours` before the start)."""

    msgid = "A meeting can be moved until %(hours)s h before it begins. This one stays at its time."


class TooLateToCancel(AppointmentRefusal):
    """State that the client's deadline for cancelling has passed (`hours` before the start)."""

    msgid = (
        "A meeting can be cancelled until %(hours)s h before it begins. "
        "If you cannot come, you can choose another time afterwards."
    )


class NotYetBegun(AppointmentRefusal):
    """State that an outcome was given before the appointment began."""

    msgid = "This can be noted once the meeting has begun."


class AppointmentOver(AppointmentRefusal):
    """State that the appointment has ended, was cancelled, or is running already."""

    msgid = "This meeting has already begun, is over or was cancelled. Nothing was changed."


class QuotaReached(Refusal):
    """State that one person has as many appointments as possible; the subclasses say of which sort."""

    msgid = "No further meeting can be booked at the moment."


class UpcomingQuotaReached(QuotaReached):
    """State that as many appointments lie ahead as can be booked at the same time (`limit`)."""

    msgid = (
        "You have as many meetings ahead as can be booked at once (%(limit)s). After the next one you can book again."
    )


class ProgrammeQuotaReached(QuotaReached):
    """State that every appointment of the programme is used (`limit`)."""

    msgid = "All meetings with this person are booked (%(limit)s). Please talk together about what comes next."


class FirstSessionFirst(QuotaReached):
    """State that one appointment lies ahead and no session was held yet."""

    msgid = "You have a first meeting ahead. Once it has taken place, you can book the next ones."
