"""Forget everything about me: what happens, one confirmation, and a page that says it is done."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scheduling.errors import Refusal
from service import forgetting
from service.models import Role
from service.staff import LastCoordinator
from web import deps, keys
from web.forms import NEEDED, Form, posted
from web.pages import page, page_router, redirect

router = page_router()


@dataclass(frozen=True, slots=True)
class ForgetView:
    """What will happen, for somebody who books or for somebody who helps."""

    is_client: bool
    form: Form
    refusal: Refusal | None = None


@router.get("/my/forget")
def show(request: Request) -> Response:
    """Say what happens."""
    return _page(request, Form.of(sure=None))


@router.post("/my/forget")
def forget(request: Request) -> Response:
    """Delete everything and end the visit."""
    visit, form = keys.signed_in(request), posted(request)
    if form.value("sure") != "1":
        form.refuse("sure", NEEDED)
        return _page(request, form)
    try:
        forgetting.forget(deps.site(request), visit)
    except LastCoordinator as refusal:
        return _page(request, form, refusal=refusal)
    deps.leave(request)
    return redirect("/my/forget/done")


@router.get("/my/forget/done")
def done(request: Request) -> Response:
    """Say that it is done."""
    return page(request, "my_key/forgotten.html", None)


def _page(request: Request, form: Form, *, refusal: Refusal | None = None) -> Response:
    view = ForgetView(keys.signed_in(request).role is Role.CLIENT, form, refusal)
    return page(request, "my_key/forget.html", view, status=200 if form.ok and not refusal else 422)
