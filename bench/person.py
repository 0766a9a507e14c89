"""Somebody with a browser without scripts: reads pages, fills in forms, follows. Knows nothing of the server's code."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx2


@dataclass(slots=True)
class Form:
    """One form of a page: where it goes, its fields as they stand, and its named buttons."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    address: str
    status: int
    text: str
    forms: tuple[Form, ...]

    @property
    def path(self) -> str:
        """The address without host and query."""
        return urlsplit(self.address).path

    def form(self, *names: str) -> Form:
        """Return the first form that has a field or button of each name. Raises: LookupError."""
        for form in self.forms:
            if set(names) <= set(form.fields) | {name for name, _ in form.buttons}:
                return form
        raise LookupError(f"{self.path} ({self.status}) has no form with {names}")


class Person:
    """One visit: cookies of its own, same-origin posts."""

    def __init__(self, address: str) -> None:
        """Visit the server at `address`."""
        self.http = httpx2.Client(base_url=address, follow_redirects=True, timeout=30)

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def get(self, path: str) -> Page:
        """Open a page."""
        return _page(self.http.get(path))

    def send(self, page: Page, form: Form, *, button: tuple[str, str] | None = None, **fields: str | list[str]) -> Page:
        """Send a form as it stands on its page, with `fields` filled in and `button` pressed."""
        filled: dict[str, str | list[str]] = {**form.fields, **fields}
        if button:
            filled[button[0]] = button[1]
        address = urljoin(page.address, form.action or page.address)
        return _page(self.http.post(address, data=filled, headers={"sec-fetch-site": "same-origin"}))


def _page(answer: httpx2.Response) -> Page:
    reader = _Forms()
    reader.feed(answer.text)
    return Page(str(answer.url), answer.status_code, answer.text, tuple(reader.forms))


class _Forms(HTMLParser):
    """Gather the forms of a page with the values a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, fields and buttons."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open is None:
            return
        if tag == "input":
            self._input(self._open, given, checked="checked" in given)
        elif tag == "button" and given.get("name"):
            self._open.buttons.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and "selected" in given:
            self._open.fields[self._select] = [given.get("value", "")]
        elif tag == "textarea":
            self._area = given.get("name", "")
            self._open.fields[self._area] = [""]

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Keep what stands in a text area."""
        if self._open and self._area:
            self._open.fields[self._area] = [self._open.fields[self._area][0] + data]

    def _input(self, form: Form, given: dict[str, str], *, checked: bool) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if kind == "submit" and name:
            form.buttons.append((name, given.get("value", "")))
        elif name and (kind not in ("checkbox", "radio", "submit") or checked):
            form.fields.setdefault(name, []).append(given.get("value", "on" if checked else ""))
