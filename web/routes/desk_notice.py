"""How a volunteer is told that something is new: one address, tried out before any hours are shown to people."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import notices
from service.models import VolunteerState
from web import deps, desk
from web.formats import formats
from web.forms import Form, posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class NoticeView:
    """The channel as it is; `confirmed` is its day in words, empty while it is not confirmed."""

    form: Form
    channel: notices.Channel
    confirmed: str
    state: VolunteerState
    refusal: Refusal | None


@router.get("/desk/notice")
def show(request: Request) -> Response:
    """Show the channel."""
    return _shown(request, None)


@router.post("/desk/notice")
def change(request: Request) -> Response:
    """Keep an address, send a letter to it again, or forget it."""
    volunteer, form, site = desk.volunteer(request), posted(request), deps.site(request)
    go = form.value("go")
    try:
        with site.db.writing() as db:
            if go == "again":
                notices.send_confirmation(db, site, volunteer.id)
            elif go == "remove":
                notices.remove_channel(db, volunteer.id)
            else:
                notices.set_channel(db, site, volunteer.id, address=form.value("address"))
    except notices.AddressWrong as refusal:
        form.refuse("address", refusal.msgid, **refusal.parameters)
        return _shown(request, form, status=422)
    except Refusal as refusal:
        return _shown(request, form, refusal=refusal, status=409)
    desk.changed(request, volunteer.id)
    return redirect("/desk/notice")


def _shown(request: Request, form: Form | None, *, refusal: Refusal | None = None, status: int = 200) -> Response:
    volunteer, site = desk.volunteer(request), deps.site(request)
    with site.db.reading() as db:
        channel = notices.channel_of(db, site, volunteer)
    said = formats(deps.language(request))
    view = NoticeView(
        form=form or Form.of(address=channel.address or ""),
        channel=channel,
        confirmed=said.full_date(channel.confirmed_on) if channel.confirmed_on else "",
        state=VolunteerState(volunteer.state),
        refusal=refusal,
    )
    return page(request, "desk/notice.html", view, status=status)
