"""What the API answers, as types; the OpenAPI document is made from them. Nothing personal is among it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """What all answers share: they never change and hold nothing but what is described."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Slot(Answer):
    """A start that can be booked now, with somebody who fits."""

    start: Annotated[datetime, Field(description="RFC 3339, with the offset of the zone asked for")]
    start_at: Annotated[int, Field(description="the same instant in unix seconds UTC")]


class Slots(Answer):
    """One page of free starts, in order of time."""

    zone: Annotated[str, Field(description="IANA zone of `start`")]
    page: int
    limit: int
    slots: list[Slot]
    next: Annotated[str | None, Field(description="address of the next page, null on the last one")]
    book_at: Annotated[str, Field(description="where a person begins; wishes are asked there, not in addresses")]


class Word(Answer):
    """One of the organisation's words for help."""

    slug: str
    label: Annotated[str, Field(description="in the language asked for")]


class Kinds(Answer):
    """Everything that slots can be filtered by, but languages."""

    language: str
    kinds: list[Word]
    topics: list[Word]
    formats: list[Word]
    attributes: list[Word]
    parts: Annotated[list[str], Field(description="parts of the day, by the clock of the zone asked for")]


class Language(Answer):
    """A language in which somebody can be met."""

    code: str
    name: Annotated[str, Field(description="in the language itself")]


class Languages(Answer):
    """Languages of meetings, the most spoken first, and of the pages."""

    languages: list[Language]
    pages: list[str]


class Health(Answer):
    """Whether the service answers, and whether anybody can be met within two weeks."""

    status: Literal["ok"]
    times_within_14_days: bool


class ProblemField(Answer):
    """One parameter that could not be taken."""

    field: str
    detail: str


class Problem(Answer):
    """A problem document (RFC 9457). `refusal` names the fact for programs, `detail` tells it to people."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    refusal: str
    fields: list[ProblemField] = []
