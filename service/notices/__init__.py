"""Tell volunteers that something is new, and nothing else: one tested channel each, an outbox, a courier.

No letter names a person, a time, a topic or the organisation. Nobody who asked for help is ever written to.
"""

from service.notices.channel import (
    CHECK_AFTER_DAYS,
    AddressWrong,
    Channel,
    LinkUnknown,
    NoChannel,
    NoticeRefusal,
    channel_of,
    confirm,
    put_checks,
    remove_channel,
    send_confirmation,
    set_channel,
    tell,
)
from service.notices.courier import Courier, MailState, Round, ShownLetter, deliver, demo_letters, mail_state
from service.notices.letters import Letter
from service.staff.reach import ChannelState, channel_state

__all__ = [
    "CHECK_AFTER_DAYS",
    "AddressWrong",
    "Channel",
    "ChannelState",
    "Courier",
    "Letter",
    "LinkUnknown",
    "MailState",
    "NoChannel",
    "NoticeRefusal",
    "Round",
    "ShownLetter",
    "channel_of",
    "channel_state",
    "confirm",
    "deliver",
    "demo_letters",
    "mail_state",
    "put_checks",
    "remove_channel",
    "send_confirmation",
    "set_channel",
    "tell",
]
