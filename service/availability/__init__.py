"""A volunteer's side of time: hours, changed days, terms, profile, pause, first run, and what they look at.

Every change belongs to one volunteer, counts itself, and leaves booked sessions where they are. Cancelling and moving
sessions is `booking`'s.
"""

from service.availability.days import (
    DayChange,
    Days,
    be_away,
    close_on_day,
    days,
    open_on_day,
    remove_change,
    replace_day,
)
from service.availability.desk import DayPart, TakenPart, Today, WeekDay, WeekView, Why, today, week, why_not
from service.availability.first import FirstAnswers, first_run
from service.availability.hours import (
    Hours,
    OwnWindow,
    add_windows,
    change_window,
    change_zone,
    hours,
    put_windows,
    remove_window,
)
from service.availability.profile import (
    BOUNDS,
    SPOKEN,
    Numbers,
    Profile,
    change_numbers,
    change_profile,
    end_pause,
    numbers,
    pause,
    profile,
)
from service.availability.refusals import AvailabilityRefusal, ChangedMeanwhile, NotHere
from service.availability.sessions import SessionLine, outside_hours
from service.availability.whose import close_session, session_for, volunteer_of
from service.availability.windows import Window, end_after

__all__ = [
    "BOUNDS",
    "SPOKEN",
    "AvailabilityRefusal",
    "ChangedMeanwhile",
    "DayChange",
    "DayPart",
    "Days",
    "FirstAnswers",
    "Hours",
    "NotHere",
    "Numbers",
    "OwnWindow",
    "Profile",
    "SessionLine",
    "TakenPart",
    "Today",
    "WeekDay",
    "WeekView",
    "Why",
    "Window",
    "add_windows",
    "be_away",
    "change_numbers",
    "change_profile",
    "change_window",
    "change_zone",
    "close_on_day",
    "close_session",
    "days",
    "end_after",
    "end_pause",
    "first_run",
    "hours",
    "numbers",
    "open_on_day",
    "outside_hours",
    "pause",
    "profile",
    "put_windows",
    "remove_change",
    "remove_window",
    "replace_day",
    "session_for",
    "today",
    "volunteer_of",
    "week",
    "why_not",
]
