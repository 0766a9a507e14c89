"""Tables and constraints. Every column carries its line in the register; no query lives here."""

from service.models.accounts import STAFF_ROLES, Account, Invitation, Role, VisitorSession
from service.models.base import Base, Class, Entry, Volatile, new_id
from service.models.organisation import Forgotten, Helpline, JobLease, MonthCount, Outbox, Setting
from service.models.schedule import (
    Appointment,
    AppointmentState,
    Occupancy,
    OccupancyKind,
    TicketState,
)
from service.models.volunteers import (
    Approval,
    OpeningException,
    OpeningRule,
    Term,
    TermSort,
    Volunteer,
    VolunteerLanguage,
    VolunteerState,
    VolunteerTerm,
)

__all__ = [
    "STAFF_ROLES",
    "Account",
    "Appointment",
    "AppointmentState",
    "Approval",
    "Base",
    "Class",
    "Entry",
    "Forgotten",
    "Helpline",
    "Invitation",
    "JobLease",
    "MonthCount",
    "Occupancy",
    "OccupancyKind",
    "OpeningException",
    "OpeningRule",
    "Outbox",
    "Role",
    "Setting",
    "Term",
    "TermSort",
    "TicketState",
    "VisitorSession",
    "Volatile",
    "Volunteer",
    "VolunteerLanguage",
    "VolunteerState",
    "VolunteerTerm",
    "new_id",
]
