"""From a free time to a session and back: hold, book, move, cancel, settle.

    hold ──> someone_else, prolong, release
      └────> book ──> move, cancel, cannot_come            by the client, with the wallet key
                  ├─> move_by_volunteer, cancel_by_volunteer, conclude
                  ├─> cancel_by_organisation
                  └─> settle ──> weekly times kept ──> book_reserved, decline_reserved

Each is one unit of work of `Database.writing()`; a refusal is raised and rolls all of it back, so it is caught outside.
After the commit the route tells its own directory: `site.directory.touched([volunteer_id])`.
Nothing here reads or writes an account.
"""

from service.booking.changing import (
    acknowledge,
    cancel,
    cancel_by_organisation,
    cancel_by_volunteer,
    cannot_come,
    conclude,
    conflicts,
    decline_reserved,
    move,
    move_by_volunteer,
)
from service.booking.confirming import book, book_reserved
from service.booking.holding import hold, prolong, release, someone_else
from service.booking.own import Mine, acquainted, appointment_for, mine, next_n, reserved, why_not_one_more
from service.booking.settling import Settled, settle
from service.store.appointments import AppointmentRow
from service.store.occupancies import Reservation
from service.visits import HeldSlot

__all__ = [
    "AppointmentRow",
    "HeldSlot",
    "Mine",
    "Reservation",
    "Settled",
    "acknowledge",
    "acquainted",
    "appointment_for",
    "book",
    "book_reserved",
    "cancel",
    "cancel_by_organisation",
    "cancel_by_volunteer",
    "cannot_come",
    "conclude",
    "conflicts",
    "decline_reserved",
    "hold",
    "mine",
    "move",
    "move_by_volunteer",
    "next_n",
    "prolong",
    "release",
    "reserved",
    "settle",
    "someone_else",
    "why_not_one_more",
]
