"""The bench measures all it promises; at a fiftieth its counts already hold, its ratios are judged by `make bench`."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from bench.thresholds import missing_from

ROOT = Path(__file__).resolve().parents[2]
NEVER = ("double_bookings", "third_party_requests")


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.postgresql
@pytest.mark.promise("bench-ground-floor")
def test_bench_measures_every_figure(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench", "--scale", "0.02", "--into", str(tmp_path)]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)

    assert ran.returncode == 0, ran.stderr[-4000:]
    latest = json.loads((tmp_path / "latest.json").read_text())
    assert missing_from(latest) == []
    assert {name: latest[name] for name in NEVER} == dict.fromkeys(NEVER, 0)
    assert [name for name, value in latest.items() if name not in NEVER and not 0 < value < math.inf] == []
    assert set(json.loads((tmp_path / "detail.json").read_text())["figures"]) == set(latest)
