"""Every page there is, for the checks and the pictures. Whoever adds a page adds it here."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page as Tab


@dataclass(frozen=True, slots=True)
class Page:
    """One page in one state.

    `name` is the file name of its picture. `path` is opened by somebody with `role` (None: a stranger); then
    `prepare`, if there is one, leads on to the state by what a person would press.
    """

    name: str
    path: str
    role: str | None = None
    prepare: Callable[[Tab], None] | None = None

    def open(self, tab: Tab) -> None:
        """Bring a tab to this page."""
        tab.goto(self.path)
        if self.prepare is not None:
            self.prepare(tab)


PAGES: tuple[Page, ...] = (
    Page("home", "/"),
    Page("help-now", "/help-now"),
    Page("about", "/about"),
    Page("limits", "/limits"),
    Page("inside", "/inside"),
    Page("leaving", "/leaving"),
    Page("stored", "/stored"),
    Page("calendar", "/calendar"),
    Page("not-found", "/nothing-here"),
)
