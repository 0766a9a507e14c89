"""The log: one plain line an event, with keys from one list. What is not on the list never reaches the disk.

No words, addresses, queries, user agents, texts or times (whoever keeps the lines adds the hour). An exception gives
its class and the places in our code it went through, never its message, which may quote what a person typed.
"""

import logging
import re
import warnings
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final

import structlog

ALLOWED_KEYS: Final = (
    "event", "id", "level", "route", "status", "took", "error", "where", "job", "count", "letter", "logger", "revision",
    "seconds", "table", "workers",
)  # fmt: skip
_EVENT: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PLAIN: Final = re.compile(r"[\w.:/{}<> -]{0,300}", re.ASCII)
_HIDDEN: Final = "hidden"
_ROOT: Final = Path(__file__).parents[1]


def only_allowed(_logger: Any, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Drop every key that is not on the list and hide every value that is not plain; a careless line gives nothing."""
    kept: structlog.types.EventDict = {key: _plain(event[key]) for key in ALLOWED_KEYS if event.get(key) is not None}
    if not (isinstance(event.get("event"), str) and _EVENT.fullmatch(event["event"])):
        kept["event"] = _HIDDEN
    return kept


def set_up_log() -> None:
    """Make every line of ours and of every library pass the list; `key=value` on standard output."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            only_allowed,
            structlog.processors.KeyValueRenderer(key_order=["event"], drop_missing=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[OwnWords()], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    warnings.simplefilter("ignore")  # their texts are for developers and may quote values


class OwnWords(logging.Handler):
    """Turn what libraries say through the standard library's logging into our own lines, without their sentences."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line for a record: who says it and how loud, and an exception's class and places."""
        error = record.exc_info[1] if record.exc_info else None
        about = {} if error is None else {"error": type(error).__name__, "where": place_of(error)}
        event = "library_failed" if error is not None else "library_said"
        structlog.get_logger().log(record.levelno, event, logger=record.name, **about)


def place_of(error: BaseException) -> str:
    """Return the innermost places of our own code that an exception went through, as `file:line < file:line`."""
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_ROOT)]
    ours = [frame for frame in frames if ".venv" not in frame.filename]
    return " < ".join(f"{Path(frame.filename).relative_to(_ROOT)}:{frame.lineno}" for frame in reversed(ours[-4:]))


def _plain(value: object) -> object:
    """Return a value that can hold nothing personal by its shape: a number, or a short ASCII word."""
    if isinstance(value, (bool, int, float)):
        return value
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else _HIDDEN
