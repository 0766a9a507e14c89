"""Compare our vendored JavaScript with the packages it was taken from: `python tools/vendor_check.py`.

Packs each package of `web/static/vendor/manifest.json` anew with npm, in a temporary folder, and compares file by file.
Needs the network and npm; tests check the sums alone. Must not change anything.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parents[1] / "web" / "static" / "vendor"


def main() -> int:
    """Check every package, print a line for each file, and return 1 when one differs."""
    entries: list[dict[str, Any]] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    differing = 0
    for (package, version), group in groupby(entries, key=lambda entry: (entry["package"], entry["version"])):
        print(f"{package} {version}: packing …", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            archive = packed(f"{package}@{version}", Path(folder))
            for entry in group:
                same = is_same(entry, archive)
                differing += not same
                print(f"  {'same   ' if same else 'DIFFERS'} {entry['file']}")
    return 1 if differing else 0


def packed(name: str, folder: Path) -> Path:
    """Return the archive that npm makes of a published package."""
    command = ["npm", "pack", name, "--json", "--ignore-scripts", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    return next(folder.glob("*.tgz"))


def is_same(entry: dict[str, Any], archive: Path) -> bool:
    """Say whether our file, its sum in the manifest and the published file are one."""
    ours = (VENDOR / entry["file"]).read_bytes()
    with tarfile.open(archive) as content:
        member = content.extractfile(f"package/{entry['from']}")
        published = member.read() if member is not None else b""
    return (published, hashlib.sha512(ours).hexdigest()) == (ours, entry["sha512"])


if __name__ == "__main__":
    sys.exit(main())
