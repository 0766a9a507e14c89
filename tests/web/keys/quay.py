"""A quay to land on: our static files on a real port, under the headers of our pages and Workers, and an empty page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from web.security.headers import FILE_POLICY, WORKER_POLICY, is_worker, page_policy

STATIC = Path(__file__).parents[3] / "web" / "static"
WITHOUT_WASM = WORKER_POLICY.replace(" 'wasm-unsafe-eval'", "")


class Quay(SimpleHTTPRequestHandler):
    """Serve `/` as an empty page and `/static/…` from the checkout."""

    def __init__(self, *given: object, worker_policy: str) -> None:
        self.worker_policy = worker_policy
        super().__init__(*given, directory=str(STATIC))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer the empty page, or a file."""
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>quay</title>")

    def translate_path(self, path: str) -> str:
        """Find a static file without its first folder."""
        return super().translate_path(path.removeprefix("/static"))

    def end_headers(self) -> None:
        """Add the policy that this address has in the application."""
        policy = page_policy("quay") if self.path == "/" else FILE_POLICY
        self.send_header("content-security-policy", self.worker_policy if is_worker(self.path) else policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@contextmanager
def quay(worker_policy: str = WORKER_POLICY) -> Iterator[str]:
    """Yield the address of the empty page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quay, worker_policy=worker_policy))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
