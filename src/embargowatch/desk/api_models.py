"""What the JSON API asks for and answers with: the views' columns, described for OpenAPI."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from embargowatch.store.search import Words
from embargowatch.store.story_filter import StoryFilter
from embargowatch.types import Modality, Tier, Topic

MOST_AT_ONCE = 200
STORY_CURSOR = r"^[0-9]{1,17}-[0-9]{1,18}$"
CHANGE_CURSOR = r"^[0-9]{1,18}-[0-9]{1,18}$"
LONGEST = 200

Word = Annotated[str, Field(min_length=1, max_length=LONGEST)]
WordList = Annotated[list[Word], Field(max_length=50)]
StoryId = Annotated[int, Field(ge=1, le=10**18)]


class StoryQuery(BaseModel):
    """Which stories: all of what is asked for must fit, a repeated parameter in any of its values."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(default="", max_length=LONGEST, description='Words: `k239 "rocket launchers" -ukraine`.')
    topic: Topic | None = None
    stage: WordList = Field(default=[], description="Action or stage, or its detail: signed, delisting.")
    modality: list[Modality] = []
    country: WordList = Field(
        default=[], description="ISO 3166-1 alpha-2, EU, UN, NATO, or a body's name; on either side."
    )
    category: WordList = Field(default=[], description="Of weapons: aircraft, missile, …")
    measure: WordList = Field(default=[], description="asset_freeze, travel_ban, …")
    program: WordList = []
    target: str = Field(default="", max_length=LONGEST, description="A part of a target's name.")
    since: date | None = Field(default=None, description="In the news on this day (UTC) or later.")
    until: date | None = Field(default=None, description="In the news on this day or earlier.")
    tier: list[Tier] = Field(default=[], description="Of a source that tells it.")
    official: bool | None = Field(default=None, description="Whether an official source tells it.")
    background: bool | None = None
    min_confidence: float | None = Field(default=None, ge=0, le=1)
    cursor: str | None = Field(default=None, pattern=STORY_CURSOR, description="The `next` of the page before.")
    limit: int = Field(default=50, ge=1, le=MOST_AT_ONCE)

    @property
    def asked(self) -> StoryFilter:
        return StoryFilter(
            topic=self.topic or "",
            stages=tuple(self.stage),
            modalities=tuple(self.modality),
            countries=tuple(self.country),
            categories=tuple(self.category),
            measures=tuple(self.measure),
            programs=tuple(self.program),
            target=self.target,
            since=self.since,
            until=self.until,
            tiers=tuple(self.tier),
            official=self.official,
            background=self.background,
            min_confidence=self.min_confidence,
            words=Words.typed(self.q) if self.q else None,
        )


class ChangeQuery(BaseModel):
    """From where on."""

    model_config = ConfigDict(extra="forbid")

    since: str | None = Field(default=None, pattern=CHANGE_CURSOR, description="The `next` of the answer before.")
    limit: int = Field(default=50, ge=1, le=MOST_AT_ONCE)


class Story(BaseModel):
    """A development, with the merged record of all who tell it: a row of `v_stories`."""

    id: int
    topic: Topic
    stage: str
    stage_detail: str
    modality: str | None
    headline: str
    summary: str | None
    quote: str | None = Field(description="The sentence that stands for it.")
    date: str | None = Field(description="As precisely as told: 2017-04 is a month.")
    background: bool
    confidence: float | None
    parties: list[str]
    suppliers: list[str]
    recipients: list[str]
    weapon_names: list[str]
    categories: list[str]
    amount: float | None
    amount_max: float | None
    currency: str | None
    amount_kind: str | None
    senders: list[str]
    target_countries: list[str]
    target_names: list[str]
    measures: list[str]
    programs: list[str]
    official_ref: str | None
    official: bool = Field(description="Whether an official source tells it.")
    published: datetime | None
    first_seen: datetime
    last_seen: datetime
    n_articles: int
    origins: int = Field(description="How many of the articles are independent of each other.")
    steps: list[dict[str, Any]] = Field(description="How far it came, the earliest first.")
    disagreements: list[dict[str, Any]] = Field(description="Fields on which the articles contradict each other.")
    outlets: list[str] | None
    tiers: list[str] | None
    urls: list[str] | None
    record: dict[str, Any] = Field(description="The merged record, as `embargowatch analyze` prints one.")


class Record(BaseModel):
    """A fact that one article tells: a row of `v_sanctions` or `v_arms_deals`, with their other columns too."""

    model_config = ConfigDict(extra="allow")

    record_type: str = Field(description="sanction or arms_deal")
    id: int
    story_id: int | None
    article_id: int
    modality: str
    background: bool
    quote: str
    confidence: float | None
    url: str
    title: str
    outlet: str
    tier: str
    published: datetime | None
    fetched_at: datetime
    page_sha256: str


class Quote(BaseModel):
    """The words that carry a field of a record: a row of `v_quotes`."""

    record_type: str
    record_id: int
    field: str
    quote: str
    located: str = Field(description="In the article's title or text.")
    starts: int = Field(description="Code point.")
    ends: int
    article_id: int


class WholeStory(BaseModel):
    """A story with all that carries it."""

    story: Story
    records: list[Record]
    quotes: list[Quote]


class Stories(BaseModel):
    """A page of stories, newest first."""

    stories: list[Story]
    next: str | None = Field(description="The cursor of the page after this one; null on the last.")


class Records(BaseModel):
    """The records of a page of stories."""

    records: list[Record]
    next: str | None = Field(description="The cursor of the page after this one; null on the last.")


class Change(BaseModel):
    """A story as it is now, because something of it changed; null once it is gone."""

    story_id: int
    changed_at: datetime
    story: Story | None


class Changes(BaseModel):
    """What changed, in one order for everybody."""

    changes: list[Change]
    next: str = Field(description="Ask with this as `since` for what changes after; keep it.")
    more: bool = Field(description="Whether there is more to be had at once.")


class Refusal(BaseModel):
    """Why there is nothing."""

    detail: str
