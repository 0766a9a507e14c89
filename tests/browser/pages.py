"""Every page there is, for the checks and the pictures. Whoever adds a page adds it here."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page as Tab

from tests.browser import ways, ways_key


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
    Page("wish-language", "/wishes/1"),
    Page("wish-format", "/wishes/2"),
    Page("wish-hours", "/wishes/3"),
    Page("wish-topic", "/wishes/4"),
    Page("wish-person", "/wishes/5"),
    Page("clock", "/clock"),
    Page("clock-list", "/clock/list"),
    Page("times", "/", prepare=ways.clocked),
    Page("nothing-fits", "/", prepare=ways.nothing_fits),
    Page("confirm", "/", prepare=ways.held),
    Page("booked", "/", prepare=ways.booked),
    Page("my", "/", prepare=ways.mine),
    Page("my-with-words", "/my", role="client"),
    Page("move", "/", prepare=ways.moving),
    Page("call-off", "/", prepare=ways.cancelling),
    Page("my-stored", "/", prepare=ways.stored),
    Page("my-settings", "/my/settings", role="client"),
    Page("key-card", "/", prepare=ways_key.card),
    Page("key-asked-back", "/", prepare=ways_key.asked_back),
    Page("key-server-card", "/", prepare=ways_key.server_card),
    Page("key-server-check", "/", prepare=ways_key.server_check),
    Page("sign-in", "/sign-in"),
    Page("sign-in-completing", "/sign-in", prepare=ways_key.completing),
    Page("sign-in-plain", "/sign-in/plain"),
    Page("my-key", "/my/key", role="client"),
    Page("my-key-words", "/my/key/words", role="client"),
    Page("my-key-plain", "/my/key/plain", role="client"),
    Page("my-key-new", "/my/key/new", role="client"),
    Page("forget", "/my/forget", role="client"),
    Page("forget-volunteer", "/my/forget", role="volunteer"),
    Page("forgotten", "/my/forget/done"),
    Page("desk", "/desk", role="volunteer"),
    Page("desk-session", "/desk", role="volunteer", prepare=ways.opened_session),
    Page("desk-first", "/desk/first", role="newcomer"),
    Page("desk-move", "/desk", role="volunteer", prepare=ways.moving_session),
    Page("desk-week", "/desk/week", role="volunteer"),
    Page("desk-hours", "/desk/hours", role="volunteer"),
    Page("desk-days", "/desk/days", role="volunteer"),
    Page("desk-profile", "/desk/profile", role="volunteer"),
    Page("desk-terms", "/desk/terms", role="volunteer"),
    Page("desk-notice", "/desk/notice", role="volunteer"),
    Page("desk-why", "/desk/why?on=2027-03-01&time=10:00", role="volunteer"),
    Page("team", "/team", role="coordinator"),
    Page("team-person", "/team", role="coordinator", prepare=ways.opened_person),
    Page("team-invite", "/team/invite", role="coordinator"),
    Page("team-invited", "/team/invite", role="coordinator", prepare=ways.invited),
    Page("team-texts", "/team/texts", role="coordinator"),
    Page("team-text", "/team/texts/limits", role="coordinator", prepare=ways.looked_at_text),
    Page("team-help", "/team/help", role="coordinator"),
    Page("team-line", "/team/help", role="coordinator", prepare=ways.opened_line),
    Page("team-words", "/team/words", role="coordinator"),
    Page("team-word", "/team/words/new", role="coordinator"),
    Page("team-rules", "/team/rules", role="coordinator"),
    Page("welcome", "/welcome"),
    Page("reachable", "/reachable"),
    Page("reachable-thanks", "/reachable/thanks"),
    Page("demo", "/demo"),
)
