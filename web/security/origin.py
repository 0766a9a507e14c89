"""Decide whether a change was made on a page of ours. Must not know what is being changed.

Browsers say it in `Sec-Fetch-Site`; older ones only in `Origin`. Missing both, or `Origin: null`, is no proof.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from web.exchange import host_name


def from_our_page(headers: Headers, *, secure: bool) -> bool:
    """Say whether the headers prove a request from our own origin; `secure` is whether people reach us over https."""
    fetch_site = headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site == "same-origin"
    host = headers.get("host", "").lower()
    origin = _parts(headers.get("origin", ""))
    if origin is None or not host:
        return False
    scheme, netloc = origin
    # Behind a proxy our own scheme is unknown, but an http page must never speak for an https site.
    if secure and scheme != "https" and not host_name(host).endswith(".onion"):
        return False
    return _with_port(netloc, scheme) == _with_port(host, scheme)


def _parts(origin: str) -> tuple[str, str] | None:
    try:
        split = urlsplit(origin)
    except ValueError:
        return None
    plain = f"{split.scheme}://{split.netloc}" == origin and split.scheme in ("http", "https") and bool(split.netloc)
    return (split.scheme, split.netloc.lower()) if plain else None


def _with_port(host: str, scheme: str) -> str:
    has_port = host.rpartition("]")[2].count(":") == 1
    return host if has_port else f"{host}:{443 if scheme == 'https' else 80}"
