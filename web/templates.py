"""One Jinja environment per language, its sentences and dates bound to it. Must not know a request.

Undefined names stop the page (StrictUndefined); everything is escaped; templates cannot decide who may see what.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scheduling.errors import Refusal
from web.assets import assets
from web.formats import formats
from web.languages import CHOICES, tell, translations

TEMPLATES_DIR: Final = Path(__file__).parent / "templates"


@cache
def environment(language: str) -> Environment:
    """Return the environment of a language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES_DIR),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(asset=assets().address, dates=formats(language), languages=CHOICES, lang=language)

    def told(refusal: Refusal) -> str:
        return tell(refusal, language)

    made.filters["told"] = told
    return made


def render(language: str, template: str, context: dict[str, Any]) -> str:
    """Return a template's text in a language."""
    return environment(language).get_template(template).render(context)
