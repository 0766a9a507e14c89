"""The application is built from the environment, and shows nothing but our own pages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.visitor import Visitor

ROOT = Path(__file__).parents[3]


def test_factory_builds_the_application_from_the_environment(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from web.app import app; made = app(); print(made.state.site.settings.site_name)"],
        env={**os.environ, "PRISTAN_MODE": "demo", "PRISTAN_SITE_NAME": "Mole", "PRISTAN_DATA_DIR": str(tmp_path)},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert said.stdout.splitlines()[-1] == "Mole"


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect", "/about/"])
def test_framework_shows_no_pages_of_its_own(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_parameter_nobody_gave_out_is_an_unknown_address(visitor: Visitor) -> None:
    assert [visitor.get(path).status_code for path in ("/wishes/x", "/wishes/999999999999")] == [404, 404]
