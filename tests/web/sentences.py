"""Find every sentence that people can be shown: in templates, marked strings, refusals and the register."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract

from web.languages import area_files, read_area
from web.routes.stored import register_sentences

ROOT = Path(__file__).parents[2]
OPTIONS = {"silent": "false", "trimmed": "true", "extensions": "jinja2.ext.do"}
Msgid = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One translated sentence: the catalogue it stands in, its singular or its plural forms, its flags."""

    area: str
    msgid: Msgid
    forms: tuple[str, ...]
    is_fuzzy: bool


def used() -> dict[str, str]:
    """Return every sentence in use (its singular) with one place it is used at."""
    found = dict.fromkeys(register_sentences(), "service/models")
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        found |= {singular(msgid): _name(path) for msgid in in_template(path)}
    for room in ("web", "service", "scheduling"):
        for path in sorted((ROOT / room).rglob("*.py")):
            found |= {sentence: _name(path) for sentence in in_code(path.read_text())}
    return found


def in_template(path: Path) -> Iterator[Msgid]:
    """Yield the sentences of one template."""
    with path.open("rb") as file:
        for _line, msgid, _comments, _context in extract(
            "jinja2.ext:babel_extract", file, DEFAULT_KEYWORDS, (), OPTIONS
        ):
            yield msgid


def in_code(source: str) -> Iterator[str]:
    """Yield what `N_(…)` marks and what a refusal class says (`msgid = …`)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
            yield str(ast.literal_eval(node.args[0]))
        if isinstance(node, ast.ClassDef):
            yield from _msgids(node)


def catalogue(language: str) -> list[Told]:
    """Return every entry of a language's catalogues, area by area; doubles are kept."""
    return [
        Told(
            area=path.stem,
            msgid=message.id if isinstance(message.id, str) else tuple(message.id),
            forms=(message.string,) if isinstance(message.string, str) else tuple(message.string or ()),
            is_fuzzy=message.fuzzy,
        )
        for path in area_files(language)
        for message in read_area(path, language)
        if message.id
    ]


def singular(msgid: Msgid) -> str:
    """Return the sentence by which an entry is found."""
    return msgid if isinstance(msgid, str) else msgid[0]


def _msgids(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        value = getattr(statement, "value", None)
        if isinstance(target, ast.Name) and target.id == "msgid" and isinstance(value, ast.Constant):
            yield str(value.value)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
