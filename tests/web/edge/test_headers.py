"""Every answer carries the headers of privacy.md "In the browser": pages, files, errors and the API alike."""

import re

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute

from tests.web.visitor import SAME_ORIGIN, Visitor
from web.assets import assets
from web.security.headers import ON_FILES, ON_PAGES, WORKER_POLICY

ALWAYS = {name.decode(): value.decode() for name, value in ON_PAGES}
FILES = {name.decode(): value.decode() for name, value in ON_FILES}


def paths(app: FastAPI) -> list[str]:
    """Return every address that a GET can open, with something in its places."""

    def of(routes: list[BaseRoute]) -> list[str]:
        found = [getattr(route, "path", "") for route in routes if "GET" in (getattr(route, "methods", None) or ())]
        return [re.sub(r"{[^}]*}", "something", path) for path in found]

    return sorted({*of(list(app.routes)), "/nothing-here", "/api/v1/nothing-here", "/static/old/css/site.css"})


def test_every_get_carries_the_headers(app: FastAPI, visitor: Visitor) -> None:
    for path in [*paths(app), assets().address("css/site.css"), assets().address("js/shell.js")]:
        answer = visitor.get(path)

        wanted = FILES if path.startswith("/static/") or answer.is_redirect else ALWAYS
        assert {name: answer.headers.get(name) for name in wanted} == wanted, path
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
        assert answer.status_code < 500, path


@pytest.mark.parametrize("path", ["/", "/times", "/nothing-here", "/api/v1/slots", "/static/x", "/language"])
def test_every_refused_change_carries_the_headers(visitor: Visitor, path: str) -> None:
    answer = visitor.client.post(path, data={"a": "b"})

    wanted = FILES if path.startswith("/static/") else ALWAYS
    assert answer.status_code == 403
    assert {name: answer.headers.get(name) for name in wanted} == wanted


def test_pages_are_never_kept(app: FastAPI, visitor: Visitor) -> None:
    pages = [path for path in paths(app) if not path.startswith(("/api/", "/static/"))]

    assert {path: visitor.get(path).headers["cache-control"] for path in pages} == dict.fromkeys(pages, "no-store")


def test_page_policy_allows_nothing_inline_and_nobody_else(visitor: Visitor) -> None:
    first, second = (visitor.get("/").headers["content-security-policy"] for _ in range(2))

    rules = dict(rule.strip().partition(" ")[::2] for rule in first.split(";"))
    nonce = re.search(r"'nonce-([\w-]{22})'", rules["script-src"])
    assert nonce is not None
    assert nonce[1] not in second
    assert rules | {"script-src": ""} == {
        "default-src": "'none'", "script-src": "", "style-src": "'self'", "img-src": "'self'", "connect-src": "'self'",
        "worker-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'", "trusted-types": "htmx pristan",
    }  # fmt: skip
    assert rules["script-src"] == f"{nonce[0]} 'self'"
    assert "unsafe" not in first


def test_worker_files_may_compile_and_nothing_more(visitor: Visitor) -> None:
    policies = {
        name: visitor.get(assets().address(name)).headers["content-security-policy"]
        for name in assets().files
        if name.endswith(".js")
    }

    assert {name for name, policy in policies.items() if "wasm" in policy} == {
        name for name in policies if name.endswith("worker.js")
    }
    assert {policy for name, policy in policies.items() if name.endswith("worker.js")} <= {WORKER_POLICY}


def test_https_adds_transport_security_but_not_on_the_onion(app: FastAPI) -> None:
    app.state.site = _over_https(app)
    https = Visitor(app, base_url="https://help.example.org")
    onion = Visitor(app, base_url="http://" + "a" * 56 + ".onion")

    assert https.get("/").headers["strict-transport-security"] == "max-age=63072000"
    assert "strict-transport-security" not in onion.get("/").headers


def test_cookie_is_locked_to_the_host_over_https(app: FastAPI) -> None:
    app.state.site = _over_https(app)
    https = Visitor(app, base_url="https://help.example.org")

    answer = https.post("/language", {"language": "uk", "path": "/about"})

    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == "__Host-pristan"
    assert rest.partition("; ")[2] == "Path=/; HttpOnly; SameSite=Strict; Secure"
    assert answer.headers["location"] == "/about"


def test_head_answers_as_get_without_a_body(visitor: Visitor) -> None:
    got, head = visitor.get("/about"), visitor.client.head("/about")

    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-length"] == str(len(got.content))


def test_other_methods_are_refused_kindly(visitor: Visitor) -> None:
    answer = visitor.client.put("/about", headers=SAME_ORIGIN)

    assert answer.status_code == 405
    assert "opened in another way" in answer.text


def _over_https(app: FastAPI):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    site = app.state.site
    return replace(site, settings=site.settings.model_copy(update={"public_url": "https://help.example.org"}))
