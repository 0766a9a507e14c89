"""Name what a volunteer cannot set, as facts.

Refusal (scheduling.errors)
└── AvailabilityRefusal          `field` names the field of the form it is about
    ├── ChangedMeanwhile         another tab or device was faster
    ├── NotHere                  the row is gone, or another volunteer's
    ├── WindowRefusal
    │   ├── OffTheGrid           minutes that are no multiple of five
    │   ├── WindowImpossible     no such weekday or minutes
    │   ├── WindowTooShort       no session fits
    │   ├── WindowsOverlap       with another window of one's own
    │   ├── DatesInDisorder      ends before it begins
    │   └── TooMany              windows or changes of days
    ├── DayRefusal
    │   ├── DayPast
    │   ├── DayTooFar
    │   └── AbsenceTooLong
    ├── TermsRefusal
    │   ├── NumberWrong          outside its bounds
    │   └── WeekTooShort         the hours of a week hold no session
    ├── ProfileRefusal
    │   ├── AliasWrong
    │   ├── AliasTaken
    │   ├── AboutTooLong
    │   ├── LanguageNeeded
    │   ├── LanguageUnknown
    │   ├── FormatNeeded
    │   ├── KindNeeded
    │   └── TermUnknown
    └── StateRefusal
        ├── NotActive            only an active volunteer pauses
        └── NotPaused            nothing to resume
"""

from scheduling.errors import Refusal


class AvailabilityRefusal(Refusal):
    """A volunteer's change cannot be made; nothing was changed."""

    field = ""


class ChangedMeanwhile(AvailabilityRefusal):
    """State that what the form showed is no longer what is stored."""

    msgid = "This was changed meanwhile, perhaps in another tab. Below is what holds now; what you typed is still here."


class NotHere(AvailabilityRefusal):
    """State that the row to be changed is gone."""

    msgid = "This entry is no longer there. Below is what holds now."


class WindowRefusal(AvailabilityRefusal):
    """A window of time cannot be."""


class OffTheGrid(WindowRefusal):
    """State that a time is no multiple of five minutes."""

    field = "start"
    msgid = "Times go in steps of five minutes, for example 18:05 or 18:30."


class WindowImpossible(WindowRefusal):
    """State that there is no such weekday or time."""

    field = "start"
    msgid = "Please choose a day and two times of the day. A window may end after midnight, and lasts a day at most."


class WindowTooShort(WindowRefusal):
    """State that no session fits into a window (`minutes` of a session)."""

    field = "end"
    msgid = "One session lasts %(minutes)s minutes and does not fit here. Please choose a longer time."


class WindowsOverlap(WindowRefusal):
    """State that a window shares time with another one of one's own."""

    field = "start"
    msgid = "You have hours at that time already. You can change those, or choose a time beside them."


class DatesInDisorder(WindowRefusal):
    """State that the last day lies before the first."""

    field = "last_on"
    msgid = "The last day lies before the first one."


class TooMany(WindowRefusal):
    """State that there are more rows than anyone needs (`most`)."""

    msgid = "There can be %(most)s entries at most. Please remove one that you no longer need."


class DayRefusal(AvailabilityRefusal):
    """A date cannot be changed."""

    field = "on"


class DayPast(DayRefusal):
    """State that the day is over."""

    msgid = "This day is over. Please choose today or a later day."


class DayTooFar(DayRefusal):
    """State that the day is more than a year away."""

    msgid = "This day is more than a year away. Please choose an earlier one."


class AbsenceTooLong(DayRefusal):
    """State that an absence is longer than a year."""

    field = "last_on"
    msgid = "An absence can last a year at most. For longer, please take a pause or write to a coordinator."


class TermsRefusal(AvailabilityRefusal):
    """A number of the terms cannot be."""


class NumberWrong(TermsRefusal):
    """State that a number lies outside its bounds (`least`, `most`, `step`)."""

    msgid = "Please choose a number from %(least)s to %(most)s, in steps of %(step)s."

    def __init__(self, name: str, **parameters: object) -> None:
        """Name the field of the form beside the numbers of the sentence."""
        super().__init__(**parameters)
        self.field = name


class WeekTooShort(TermsRefusal):
    """State that the hours of a week are fewer than one session."""

    field = "week_hours_cap"
    msgid = "No meeting fits into so few hours a week. Please choose more, or leave the field empty."


class ProfileRefusal(AvailabilityRefusal):
    """A volunteer's description cannot be."""


class AliasWrong(ProfileRefusal):
    """State that a name is empty, too long or not readable (`most` characters)."""

    field = "alias"
    msgid = "A name has 2 to %(most)s letters, spaces or hyphens."


class AliasTaken(ProfileRefusal):
    """State that another volunteer has the name."""

    field = "alias"
    msgid = "Another volunteer has this name already. Please choose another one."


class AboutTooLong(ProfileRefusal):
    """State that the lines about oneself are too long (`most` characters)."""

    field = "about"
    msgid = "Please write %(most)s characters at most in each language."


class LanguageNeeded(ProfileRefusal):
    """State that no language was chosen."""

    field = "languages"
    msgid = "Please choose at least one language you speak."


class LanguageUnknown(ProfileRefusal):
    """State that something is not the code of a language."""

    field = "languages"
    msgid = "Please choose languages from the list."


class FormatNeeded(ProfileRefusal):
    """State that no format was chosen."""

    field = "formats"
    msgid = "Please choose at least one way to talk: text, voice or video."


class KindNeeded(ProfileRefusal):
    """State that no kind of help was chosen."""

    field = "kinds"
    msgid = "Please choose what kind of help you give."


class TermUnknown(ProfileRefusal):
    """State that something was chosen that is not on offer."""

    field = "terms"
    msgid = "Please choose from the list; it was changed meanwhile."


class StateRefusal(AvailabilityRefusal):
    """A volunteer's standing does not allow it."""


class NotActive(StateRefusal):
    """State that only an active volunteer can take a pause."""

    msgid = "A pause begins once you are active. At the moment nobody is offered your times."


class FirstRunOver(StateRefusal):
    """State that the first questions were answered before."""

    msgid = "You have answered these questions before. Each answer can be changed on its own page."


class NotPaused(StateRefusal):
    """State that there is no pause to end."""

    msgid = "You are not taking a pause. Nothing was changed."
