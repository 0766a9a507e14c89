"""Limits see the address that a trusted proxy tells, and nobody else's word counts."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request

from service.limits import BUDGETS, Limited, TooManyTries
from service.site import Site
from web import deps


def request(site: Site, *, client: str, forwarded: str = "", host: str = "help.example.org") -> Request:
    app = FastAPI()
    app.state.site = site
    headers = [(b"host", host.encode()), (b"x-forwarded-for", forwarded.encode())]
    scope: dict[str, Any] = {"type": "http", "app": app, "headers": headers, "client": (client, 1), "method": "POST"}
    return Request(scope)


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
    ],
)
def test_only_trusted_proxies_name_the_visitor(site: Site, client: str, forwarded: str, address: str) -> None:
    settings = site.settings.model_copy(update={"trusted_proxies": "10.0.0.0/8"})

    seen = deps.client_address(request(replace(site, settings=settings), client=client, forwarded=forwarded))

    assert seen == address


def test_limit_slows_one_network_and_not_its_neighbour(site: Site) -> None:
    busy, calm = (request(site, client=address) for address in ("9.9.9.9", "8.8.8.8"))
    for _ in range(BUDGETS[Limited.KEY].at_once):
        deps.limit(busy, Limited.KEY)

    with pytest.raises(TooManyTries):
        deps.limit(busy, Limited.KEY)

    deps.limit(calm, Limited.KEY)


def test_onion_visitors_share_one_wide_limit(site: Site) -> None:
    onion = request(site, client="127.0.0.1", host="d" * 56 + ".onion")

    for _ in range(100):
        deps.limit(onion, Limited.KEY)
