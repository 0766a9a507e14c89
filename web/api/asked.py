"""What may be asked of the API, as types: bounded, so that no number or text is too large to answer."""

from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from service.wishes import Part, Wishes

MOST_SLOTS = 200
LAST_PAGE = 1_000_000
_Slug = Annotated[str, Field(max_length=40)]
_Slugs = Annotated[list[_Slug], Field(max_length=20)]


class SlotsAsked(BaseModel):
    """Which free starts are asked for; filters are those of the page, unknown names are refused."""

    model_config = ConfigDict(extra="forbid")

    zone: Annotated[str, Field(max_length=64, description="IANA zone, for `start` and parts of the day")] = "UTC"
    language: Annotated[str | None, Field(max_length=8, description="language of the meeting")] = None
    kind: Annotated[_Slugs, Field(description="one of these is enough")] = []
    topic: Annotated[_Slugs, Field(description="one of these is enough")] = []
    format: Annotated[_Slugs, Field(description="one of these is enough")] = []
    attribute: Annotated[_Slugs, Field(description="each of these must be there")] = []
    part: Annotated[list[Part], Field(max_length=4, description="one of these is enough")] = []
    from_at: Annotated[int | None, Field(ge=0, le=2**40, description="no earlier start, unix seconds UTC")] = None
    page: Annotated[int, Field(ge=0, le=LAST_PAGE)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_SLOTS, description="starts on a page")] = 20

    @property
    def wishes(self) -> Wishes:
        """Return the filters as wishes."""
        return Wishes(language=self.language).but(
            formats=self.format, parts=self.part, topics=self.topic, kinds=self.kind, attributes=self.attribute
        )

    def next_page(self) -> str:
        """Return the address of the page after this one."""
        following = self.model_copy(update={"page": self.page + 1}).model_dump(exclude_defaults=True)
        return f"/api/v1/slots?{urlencode(following, doseq=True)}"
