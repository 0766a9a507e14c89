"""Load the promise plugin before any test folder; fixtures live in tests/conftest.py."""

pytest_plugins = ["tests.promises.plugin"]
