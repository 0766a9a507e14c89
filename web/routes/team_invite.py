"""Invite somebody: the link is shown until the coordinator says that it was passed on, and then never again.

Meanwhile it lives in the coordinator's own sealed visit, so that loading the page anew makes no second invitation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import staff
from service.staff import LONGEST_LABEL, OpenInvitation, StaffRefusal
from service.staff.refusals import LabelTooLong, RoleNotInvited
from web import deps, team
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class FreshLink:
    """An invitation that was just made."""

    link: str
    code: str
    role: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class InviteView:
    """The form, the link that was just made if there is one, and the invitations nobody has used yet."""

    form: Form
    fresh: FreshLink | None
    open: tuple[OpenInvitation, ...]
    longest_label: int
    refusal: Refusal | None = None


@router.get("/team/invite")
def show(request: Request) -> Response:
    """Show the form and what is open."""
    return _shown(request, Form.of(role="volunteer"))


@router.post("/team/invite")
def change(request: Request) -> Response:
    """Make an invitation, stop showing one, or withdraw one."""
    team.coordinator(request)
    form = posted(request)
    go = form.value("go")
    if go == "passed-on":
        deps.remember(request, deps.visit(request).with_pending(invited=None))
        return redirect("/team/invite")
    try:
        return _withdrawn(request, form) if go == "withdraw" else _made(request, form)
    except RoleNotInvited as refusal:
        form.refuse("role", refusal.msgid)
    except LabelTooLong as refusal:
        form.refuse("label", refusal.msgid, **refusal.parameters)
    except StaffRefusal as refusal:
        return _shown(request, Form.of(role="volunteer"), refusal=refusal, status=409)
    return _shown(request, form, status=422)


def _made(request: Request, form: Form) -> Response:
    site = deps.site(request)
    with site.db.writing() as db:
        invited = staff.invite(db, site, role=form.value("role"), label=form.value("label"))
    note = {
        "link": invited.link,
        "code": invited.code,
        "role": invited.role.value,
        "expires_on": invited.expires_on.isoformat(),
    }
    deps.remember(request, deps.visit(request).with_pending(invited=note))
    return redirect("/team/invite")


def _withdrawn(request: Request, form: Form) -> Response:
    with deps.site(request).db.writing() as db:
        staff.withdraw(db, _id_of(form.value("invitation")))
    return redirect("/team/invite")


def _id_of(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""  # no invitation has it: the refusal says that it is no longer open


def _shown(request: Request, form: Form, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    team.coordinator(request)
    with deps.site(request).db.reading() as db:
        listed = staff.open_invitations(db, today=team.today(request))
    note: Mapping[str, Any] | None = deps.visit(request).pending.get("invited")
    fresh = FreshLink(**{**note, "expires_on": date.fromisoformat(note["expires_on"])}) if note else None
    view = InviteView(form=form, fresh=fresh, open=listed, longest_label=LONGEST_LABEL, refusal=refusal)
    return page(request, "team/invite.html", view, status=status)
