"""Give the shared vectors to tests."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def vectors(name: str) -> Any:
    """Return the parsed file `name`.json of this folder."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
