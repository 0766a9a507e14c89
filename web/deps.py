"""What a route asks about the request in front of it: the site, the visit, the language, whether this person may.

Only parses and looks up the visit; must not hold a lock, a connection or a unit of work while a route runs.
"""

from ipaddress import ip_address

from starlette.requests import Request

from service import visits
from service.limits import ONION, Limited, prefix_of
from service.models import Role
from service.settings import LANGUAGES
from service.site import Site
from service.visits import Visit
from web.exchange import exchange, host_name
from web.languages import preferred
from web.refusals import NotHere, SignInFirst, VisitOver


def site(request: Request) -> Site:
    """Return the running installation."""
    return exchange(request.scope).site


def visit(request: Request) -> Visit:
    """Return what the visitor's session remembers; an empty visit when there is none."""
    here = exchange(request.scope)
    if here.visit is None:
        with here.site.db.brief() as db:
            found = visits.load(db, here.site, here.cookie) if here.cookie else None
        here.visit = found or Visit()
    return here.visit


def going_on(request: Request) -> Visit:
    """Return the visit of somebody in the middle of something. Raises: VisitOver when it has ended meanwhile."""
    found = visit(request)
    if found.started_at == 0 and exchange(request.scope).cookie:
        raise VisitOver
    return found


def visit_again(request: Request) -> Visit:
    """Return the visit as it stands now: the same form, sent twice at once, may have changed it since it was read."""
    exchange(request.scope).visit = None
    return visit(request)


def remember(request: Request, changed: Visit) -> None:
    """Keep a changed visit, beginning a session when there is none yet; the answer sets the cookie by itself."""
    here = exchange(request.scope)
    known = visit(request).started_at > 0
    with here.site.db.brief() as db:
        if known and here.current_cookie:
            visits.save(db, here.site, here.current_cookie, changed)
        else:
            here.new_cookie, changed = visits.start(db, here.site, changed)
    here.visit = changed


def step_up(request: Request, changed: Visit) -> None:
    """Keep a changed visit under a new cookie: at sign-in, and whenever a visit may do more than before."""
    here = exchange(request.scope)
    with here.site.db.brief() as db:
        here.new_cookie = visits.step_up(db, here.site, here.current_cookie, changed)
        here.visit = visits.load(db, here.site, here.new_cookie)


def leave(request: Request) -> None:
    """End the visit and take the cookie away."""
    here = exchange(request.scope)
    if here.current_cookie:
        with here.site.db.brief() as db:
            visits.end(db, here.site, here.current_cookie)
    here.new_cookie, here.visit = "", Visit()


def language(request: Request) -> str:
    """Return the page's language: chosen in this visit, else wished by the browser, else the site's own."""
    here = exchange(request.scope)
    if here.language is None:
        chosen = visit(request).language
        wished = preferred(request.headers.get("accept-language", ""), here.site.settings.default_language)
        here.language = chosen if chosen in LANGUAGES else wished
    return here.language


def require_client(request: Request) -> Visit:
    """Return the visit of a signed-in client. Raises: SignInFirst, NotHere."""
    return require_role(request, Role.CLIENT)


def require_role(request: Request, *roles: Role) -> Visit:
    """Return the visit of somebody signed in with one of these roles.

    Raises: SignInFirst for a stranger; NotHere for another role, which need not know that the page exists.
    """
    found = visit(request)
    if not found.signed_in:
        raise SignInFirst
    if found.role not in roles:
        raise NotHere
    return found


def limit(request: Request, what: Limited) -> None:
    """Count one try against what the visitor's network may do; the address itself is not kept. Raises: TooManyTries."""
    here = exchange(request.scope)
    onion = host_name(request.headers.get("host", "")).endswith(".onion")
    here.site.limits.check(what, ONION if onion else prefix_of(client_address(request)))


def client_address(request: Request) -> str:
    """Return the address of the visitor, as far as trusted proxies tell it. Only for limits: never stored or logged.

    The header is read from the right: the first address that is not a trusted proxy is the visitor's, and whatever
    stands left of it was said by the visitor and is worth nothing.
    """
    proxies = site(request).settings.proxies
    address = request.client.host if request.client else ""
    said = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    while said and _is_among(address, proxies):
        address = said.pop()
    return address


def _is_among(address: str, networks: tuple[object, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)  # type: ignore[operator]
