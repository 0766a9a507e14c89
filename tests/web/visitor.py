"""A visitor with a browser, for tests of pages: keeps the cookie, sends what a browser sends, finds the form token."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
_TOKEN = re.compile(r'name="form_token" value="([^"]*)"')


class Visitor:
    """One browser. `get` follows nothing; `post` sends a form as from the page that was opened last."""

    def __init__(self, app: FastAPI, *, base_url: str = "http://localhost:8000", language: str = "en") -> None:
        self.client = TestClient(
            app, base_url=base_url, follow_redirects=False, headers={"accept-language": language, "accept-encoding": ""}
        )
        self.token = ""

    def get(self, path: str, **headers: str) -> Response:
        """Open a page."""
        return self._seen(self.client.get(path, headers=_names(headers)))

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **headers: str) -> Response:
        """Send a form with the form token of the page opened last."""
        sent = {"form_token": self.token, **(fields or {})}
        return self._seen(self.client.post(path, data=sent, headers=SAME_ORIGIN | _names(headers)))

    def post_and_follow(self, path: str, fields: Mapping[str, Any] | None = None) -> Response:
        """Send a form and open the page it leads to."""
        answer = self.post(path, fields)
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["location"])

    def _seen(self, answer: Response) -> Response:
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer


def heading(answer: Response) -> str:
    """Return the text of a page's heading."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def _names(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
