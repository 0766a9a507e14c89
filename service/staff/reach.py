"""How far a volunteer can be relied on to learn of something. A pure look at one row."""

from datetime import date, timedelta
from enum import StrEnum

from service.models import Volunteer


class ChannelState(StrEnum):
    """Whether the notice channel works, as far as we know."""

    NONE = "none"
    UNCONFIRMED = "unconfirmed"
    FRESH = "fresh"
    STALE = "stale"


def channel_state(person: Volunteer, *, today: date, fresh_days: int) -> ChannelState:
    """Return how far a volunteer's channel can be relied on; `fresh_days` is the organisation's rule."""
    if person.notice_sealed is None:
        return ChannelState.NONE
    if person.confirmed_on is None:
        return ChannelState.UNCONFIRMED
    return ChannelState.FRESH if today - person.confirmed_on <= timedelta(days=fresh_days) else ChannelState.STALE
