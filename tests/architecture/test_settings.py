"""Every setting stands in the operator's guide as the code has it."""

from service.settings import Settings
from tests.architecture.settings_table import documented, table


def test_guide_holds_the_settings_as_they_are() -> None:
    assert documented() == table(), "run python -m tests.architecture.settings_table"


def test_every_setting_is_described_with_an_example() -> None:
    bare = [name for name, field in Settings.model_fields.items() if not (field.description and field.examples)]

    assert bare == []
