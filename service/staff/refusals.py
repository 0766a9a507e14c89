"""Name what staff cannot do, as facts.

Refusal (scheduling.errors)
└── StaffRefusal
    ├── InvitationUnknown      used, withdrawn, older than 14 days, or never made
    ├── InvitationGone         a coordinator wanted to withdraw what is gone
    ├── RoleNotInvited         nobody is invited as that
    ├── LabelTooLong           the note on an invitation
    ├── PersonUnknown          no such volunteer
    ├── PersonHasLeft          nothing more can be changed
    ├── CoordinatorsOnly       the account is not a coordinator's
    ├── NotOneself             nobody confirms themself
    ├── FirstRunFirst          hours, languages and kind of help are not all there
    ├── ConfirmedAlready       by this coordinator
    ├── NotWaiting             nothing to confirm in this state
    ├── NotSuspended           nothing to take back
    └── LastCoordinator        without this one nobody could let anyone in
"""

from scheduling.errors import Refusal


class StaffRefusal(Refusal):
    """A coordinator's or an invited person's wish cannot be granted."""


class InvitationUnknown(StaffRefusal):
    """State that an invitation opens nothing: used, withdrawn, too old, or mistyped."""

    msgid = (
        "This invitation opens nothing: it was used already, is older than 14 days, or part of it is missing. "
        "Please ask the person who invited you for a new one."
    )


class InvitationGone(StaffRefusal):
    """State that an invitation to be withdrawn was used or withdrawn meanwhile."""

    msgid = "This invitation is no longer open: it was used or withdrawn. The list below is up to date."


class RoleNotInvited(StaffRefusal):
    """State that nobody is invited in that role."""

    msgid = "Only volunteers and coordinators can be invited. Please choose one of the two."


class LabelTooLong(StaffRefusal):
    """State that the name on an invitation is too long (`limit` characters)."""

    msgid = "The name can have up to %(limit)d characters. Please make it shorter."


class PersonUnknown(StaffRefusal):
    """State that there is no such volunteer."""

    msgid = "This person is no longer in the list."


class PersonHasLeft(StaffRefusal):
    """State that a volunteer has left; nothing about them changes any more."""

    msgid = "This person no longer helps here. Nothing was changed; to begin again, invite them anew."


class CoordinatorsOnly(StaffRefusal):
    """State that the account is not a coordinator's, or no longer."""

    msgid = "Only coordinators can do this. Nothing was changed."


class NotOneself(StaffRefusal):
    """State that a person tried to confirm themself."""

    msgid = "Nobody can confirm themself. Two other coordinators are needed."


class FirstRunFirst(StaffRefusal):
    """State that a volunteer has not answered the first questions yet."""

    msgid = "This person has not finished the first questions yet. They can be confirmed after that."


class ConfirmedAlready(StaffRefusal):
    """State that the same coordinator has said yes before."""

    msgid = "You have confirmed this person already. Another coordinator’s yes is needed now."


class NotWaiting(StaffRefusal):
    """State that there is nothing to confirm, because the person is confirmed or suspended."""

    msgid = "There is nothing to confirm at the moment: this person is confirmed already, or closed out."


class NotSuspended(StaffRefusal):
    """State that the person is not suspended."""

    msgid = "This person is not closed out. Nothing was changed."


class LastCoordinator(StaffRefusal):
    """State that the last coordinator cannot go."""

    msgid = (
        "You are the only coordinator. Invite another one first: without a coordinator nobody could be let in or "
        "closed out. Nothing was deleted."
    )
