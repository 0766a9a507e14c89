"""Show that long work goes on: one line that changes on a terminal, a line now and then elsewhere."""

import sys
import time
from dataclasses import dataclass, field
from typing import Final, TextIO

EVERY_SECONDS: Final = 2.0


@dataclass(slots=True)
class Progress:
    """Lines on the error stream, so that what a command prints can be piped."""

    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _last_at: float = 0.0
    _open: bool = False

    def step(self, text: str) -> None:
        """Say that something was done."""
        self._close()
        print(text, file=self.stream, flush=True)

    def count(self, text: str, done: int, total: int | None = None) -> None:
        """Say how far something is; on a terminal in place, elsewhere at most every two seconds."""
        line = f"{text}: {done}" if total is None else f"{text}: {done} of {total}"
        if self.stream.isatty():
            print(f"\r\x1b[K{line}", end="", file=self.stream, flush=True)
            self._open = True
        elif total == done or time.monotonic() - self._last_at >= EVERY_SECONDS:
            print(line, file=self.stream, flush=True)
            self._last_at = time.monotonic()

    def _close(self) -> None:
        if self._open:
            print(file=self.stream)
            self._open = False
