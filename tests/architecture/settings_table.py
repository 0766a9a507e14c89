"""The settings table of the operator's guide, made from `Settings`: `python -m tests.architecture.settings_table`."""

from pydantic_core import PydanticUndefined

from service.settings import PREFIX, Settings
from tests.architecture.sources import ROOT

GUIDE = ROOT / "docs" / "operator-guide.md"
BEGIN = "<!-- settings: made by python -m tests.architecture.settings_table -->"
END = "<!-- end of settings -->"


def table() -> str:
    """Return the settings as a Markdown table: variable, what it is, what is used when it is not set, an example."""
    lines = ["| variable | what it is | without it | for example |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is PydanticUndefined or field.default == "" else f"`{field.default}`"
        example = f"`{field.examples[0]}`" if field.examples else ""
        lines.append(f"| `{PREFIX}{name.upper()}` | {field.description} | {default} | {example} |")
    return "\n".join(lines)


def documented() -> str:
    """Return the table as it stands in the guide. Raises: ValueError when the marks are gone."""
    text = GUIDE.read_text(encoding="utf-8")
    return text[text.index(BEGIN) + len(BEGIN) : text.index(END)].strip()


def main() -> None:
    """Write the table into the guide."""
    GUIDE.write_text(GUIDE.read_text(encoding="utf-8").replace(documented(), table()), encoding="utf-8")


if __name__ == "__main__":
    main()
