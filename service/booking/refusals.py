"""Facts that stand in the way of holding, booking or changing a time, beside those of `scheduling.errors`.

NotOffered
├── NobodyElse          no other volunteer is free at that time
├── TooManyHeld         so many people are choosing with this volunteer that no further time is kept
└── NotMetLikeThat      the volunteer does not meet people in that language or way
Refusal
├── NoSuchAppointment   there is none, or it is not this person's
├── NoSuchReservation   no weekly time is kept for this person then
└── HoldNotProlonged    the time was kept longer once already
"""

from scheduling.errors import NotOffered, Refusal


class NobodyElse(NotOffered):
    """State that nobody but the volunteer already shown can be met at that time."""

    msgid = "Nobody else is free at this time. You can keep it, or look at other times."


class TooManyHeld(NotOffered):
    """State that too much of a volunteer's time is being kept for people who have not booked yet."""

    msgid = "Many people are choosing a time with this person right now. Please try again in ten minutes."


class NotMetLikeThat(NotOffered):
    """State that a volunteer does not meet people in the language or the way that was asked for."""

    msgid = "This person does not meet in that language or in that way. Free times with others are below."


class NoSuchAppointment(Refusal):
    """State that there is no such meeting among those of this person."""

    msgid = "We did not find this meeting among yours. It may have been removed, seven days after it was over."


class NoSuchReservation(Refusal):
    """State that no weekly time is kept for this person then."""

    msgid = "This weekly time is no longer kept for you. You can choose any free time."


class HoldNotProlonged(Refusal):
    """State that a hold was prolonged as often as it can be (`minutes`)."""

    msgid = "This time was already kept for you longer once. It stays kept for the minutes that are left."
