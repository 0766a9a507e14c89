"""Vendored files are exactly those of the manifest, each package with its licence beside it."""

import hashlib
import json
import re
from pathlib import Path

VENDOR = Path(__file__).parents[3] / "web" / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


def test_manifest_names_every_file_and_no_other() -> None:
    files = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert files == {entry["file"] for entry in MANIFEST} | {"manifest.json"}


def test_every_file_has_the_sum_of_the_manifest() -> None:
    sums = {entry["file"]: hashlib.sha512((VENDOR / entry["file"]).read_bytes()).hexdigest() for entry in MANIFEST}

    assert sums == {entry["file"]: entry["sha512"] for entry in MANIFEST}


def test_every_package_has_a_version_and_its_licence_beside_it() -> None:
    assert {entry["licence"] for entry in MANIFEST} <= {"MIT", "0BSD"}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", entry["version"]) for entry in MANIFEST)
    assert all((VENDOR / entry["file"]).with_name("LICENSE").is_file() for entry in MANIFEST)


def test_no_vendored_file_asks_for_another_place() -> None:
    files = [VENDOR / entry["file"] for entry in MANIFEST if entry["file"].endswith(".js")]
    scripts = [file.read_text(encoding="utf-8") for file in files]
    pattern = re.compile(r"""(?:^|\n)import[^;]*?from ["']([^"']+)["']""")

    imports = {name for script in scripts for name in pattern.findall(script)}

    assert imports == {"./_blake.js", "./_md.js", "./_u64.js", "./blake2.js", "./utils.js"}
    assert not any("sourceMappingURL" in script for script in scripts)
