"""Watch what a browser sends, so that a test can search all of it for what must never leave."""

from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from playwright.sync_api import BrowserContext, Request

from service.crypto.kdf import DerivedKeys
from service.crypto.tokens import to_base64url


@dataclass(frozen=True, slots=True)
class Watched:
    """Every request of a browser: method, address, headers and body, in one text each."""

    sent: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        body = request.post_data or ""
        self.sent.append(f"{request.method} {request.url} {request.headers} {body} {unquote_plus(body)}")
        if request.method == "POST":
            self.posts.append(request.url)

    def carries(self, secret: str) -> bool:
        """Say whether a secret is in any request."""
        return any(secret.lower() in each.lower() for each in self.sent)


def watched(context: BrowserContext) -> Watched:
    """Begin to watch a browser."""
    seen = Watched()
    context.on("request", lambda request: seen.note(request))
    return seen


def never_sent(keys: DerivedKeys, words: str, *more: bytes) -> list[str]:
    """Return what stays in a browser with scripts: each word, both wrapping keys, and the secrets given."""
    secrets = (keys.wrap_wallet, keys.wrap_content, *more)
    spelled = [to_base64url(each) for each in secrets] + [each.hex() for each in secrets]
    return [words, words.replace(" ", "+"), *(word for word in words.split() if len(word) > 4), *spelled]
