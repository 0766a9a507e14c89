"""Run the bench: `python -m bench [--scale 0.02] [--only slots …] [--check full|half]`.

Each module of MODULES has `figures(scale) -> dict[str, float | Figure]`. Writes bench/latest.json (flat)
and bench/detail.json, prints a table, and says with its exit code whether the gate was passed.
"""

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import monotonic

from bench.measure import Figure
from bench.thresholds import THRESHOLDS, Gate, Sense, listed_name, missing_from, threshold_of

MODULES = ("slots", "search", "booking", "process", "bytes")
FOLDER = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write, print; return 1 when `--check` is asked and a figure misses its threshold."""
    asked = _parse(arguments)
    found = measured(asked.only, scale=asked.scale)
    write(found, asked.into, scale=asked.scale)
    gate = Gate(asked.check or Gate.FULL)
    values = {name: figure.value for name, figure in found.items()}
    absent = missing_from(values) if tuple(asked.only) == MODULES else []
    print("\n".join(table(values, gate, absent)))
    missed = [name for name, value in values.items() if not threshold_of(name).met(value, gate)]
    for name in missed + absent:
        print(f"{name}: {'not measured' if name in absent else 'misses its threshold'}", file=sys.stderr)
    return 1 if asked.check and (missed or absent) else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Pristan beside plain baselines.")
    parser.add_argument("--scale", type=float, default=1.0, help="shrink the amounts, for a quick look (0.02)")
    parser.add_argument("--only", nargs="+", choices=MODULES, default=MODULES, help="measure only these")
    parser.add_argument("--into", type=Path, default=FOLDER, help="where latest.json and detail.json are written")
    parser.add_argument("--check", choices=[*Gate], help="fail when a threshold is missed")
    return parser.parse_args(arguments)


def measured(modules: Sequence[str], *, scale: float) -> dict[str, Figure]:
    """Return every figure of these modules, saying on stderr what is measured meanwhile."""
    found: dict[str, Figure] = {}
    for number, name in enumerate(modules, start=1):
        print(f"[{number}/{len(modules)}] {name} …", file=sys.stderr, flush=True)
        started = monotonic()
        for figure, value in import_module(f"bench.{name}").figures(scale).items():
            found[figure] = value if isinstance(value, Figure) else Figure(float(value))
        print(f"[{number}/{len(modules)}] {name}: {monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return found


def write(found: dict[str, Figure], folder: Path, *, scale: float) -> None:
    """Write latest.json, `{figure: number}`, and detail.json with what each was made from."""
    latest = {name: round(figure.value, 4) for name, figure in found.items()}
    detail = {
        "scale": scale,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "figures": {name: {"value": figure.value, **figure.detail} for name, figure in found.items()},
    }
    (folder / "latest.json").write_text(json.dumps(latest, indent=1) + "\n")
    (folder / "detail.json").write_text(json.dumps(detail, indent=1) + "\n")


def table(values: dict[str, float], gate: Gate, absent: Sequence[str]) -> list[str]:
    """Return the lines of a table: figure, value, threshold, verdict; `absent` ones at its end."""
    lines = [f"{'figure':<34} {'value':>12} {'threshold':>12}  verdict"]
    order = list(THRESHOLDS)
    for name in sorted(values, key=lambda name: order.index(listed_name(name))):
        threshold = threshold_of(name)
        limit = "" if threshold.sense is Sense.REPORTED else f"{threshold.sense} {threshold.limit(gate):,g}"
        verdict = "" if not limit else "met" if threshold.met(values[name], gate) else "MISSED"
        lines.append(f"{name:<34} {values[name]:>12,.2f} {limit:>12}  {verdict}".rstrip())
    return lines + [f"{name:<34} {'–':>12} {'':>12}  not measured" for name in absent]


if __name__ == "__main__":
    sys.exit(main())
