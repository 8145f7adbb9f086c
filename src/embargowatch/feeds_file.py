"""feeds.yaml: the sources, one entry each."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from textwrap import dedent
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from embargowatch.types import Feed, FeedKind, Selectors, Tier
from embargowatch.web.addresses import bad_url

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|NATO|)$")]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2}|)$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class FeedsFileError(ValueError):
    """{path}: what is wrong with which source, one a line, and what to do."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Selectors(_Strict):
    row: Words
    link: Words = "a"
    title: Words = "a"
    date: str = ""
    next: str = ""
    pages: int = Field(default=3, ge=1, le=20)


class _Source(_Strict):
    slug: Slug
    name: Words
    url: Words
    kind: FeedKind = "feed"
    tier: Tier = "general"
    country: Country = ""
    language: Language = ""
    group: str = ""
    enabled: bool = True
    disabled_reason: str = ""
    user_agent: str = ""
    user_agent_reason: str = ""
    unverified: str = ""
    selectors: _Selectors | None = Field(default=None)

    @model_validator(mode="after")
    def _holds_together(self) -> _Source:
        if fault := bad_url(self.url):
            raise ValueError(fault)
        if not self.enabled and not self.disabled_reason:
            raise ValueError("a disabled source needs a disabled_reason, so that people know why")
        if self.user_agent and not self.user_agent_reason:
            raise ValueError("a source with a user_agent of its own needs a user_agent_reason, so that people know why")
        if self.kind == "listing" and self.enabled and self.selectors is None:
            raise ValueError("a listing page needs selectors (row, link, title, date), or enabled: false")
        return self


def read_feeds(path: Path) -> tuple[Feed, ...]:
    """The sources of a feeds file, in its order.

    Raises FeedsFileError with every fault, each naming the source and its line; OSError where there is no file.
    """
    try:
        with path.open(encoding="utf-8") as file:
            root = yaml.compose(file, Loader=yaml.SafeLoader)
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FeedsFileError(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    listed = entries.get("feeds") if isinstance(entries, dict) else entries
    if not isinstance(listed, list):
        raise FeedsFileError(f"{path} needs a list of sources under `feeds:`, each with slug, name and url")
    lines = _lines(root, isinstance(entries, dict))
    faults: list[str] = []
    feeds = [feed for line, entry in zip(lines, listed, strict=True) if (feed := _feed(entry, line, faults))]
    counted = Counter(feed.slug for feed in feeds)
    faults += [f"{slug} is there {n} times: give each source its own slug" for slug, n in counted.items() if n > 1]
    if faults:
        raise FeedsFileError("\n".join(f"{path}: {fault}" for fault in faults))
    return tuple(feeds)


def written(feed: Feed) -> dict[str, Any]:
    """A source as feeds.yaml has it: what differs from the default."""
    fields = (name for name in _Source.model_fields if name not in ("slug", "name", "url", "selectors"))
    values = {name: getattr(feed, name) for name in ("slug", "name", "url")}
    values |= {name: value for name in fields if (value := getattr(feed, name)) != _Source.model_fields[name].default}
    if feed.selectors:
        defaults = {name: field.default for name, field in _Selectors.model_fields.items()}
        values["selectors"] = {name: value for name, value in asdict(feed.selectors).items() if value != defaults[name]}
    return values


def block(feed: Feed) -> str:
    """A source as lines to paste under `feeds:`."""
    values = written(feed)
    selectors = values.pop("selectors", None)
    lines = yaml.safe_dump([values], sort_keys=False, allow_unicode=True, width=10_000).splitlines()
    if selectors:  # on one line
        flow = yaml.safe_dump(selectors, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=True)
        lines.append(f"  selectors: {flow.strip()}")
    return "".join(f"  {line}\n" for line in lines)


def append(path: Path, feeds: Sequence[Feed]) -> None:
    """Write more sources at the end of a feeds file, whole or not at all; what is there stays as it is.

    A link stays a link, and who may read it stays the same. Raises FeedsFileError when the file would not be right
    afterwards.
    """
    path = path.resolve()
    text = path.read_text(encoding="utf-8").rstrip("\n") if path.exists() else "feeds:"
    more = "".join(block(feed) for feed in feeds)
    if not isinstance(yaml.safe_load(text), dict):  # a bare list, without `feeds:`
        more = dedent(more)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(f"{text}\n{more}", encoding="utf-8")
    try:
        read_feeds(fresh)
        if path.exists():
            _take_over(path, fresh)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _take_over(old: Path, fresh: Path) -> None:
    """The mode of a file, and its owner where we may give it away."""
    shutil.copymode(old, fresh)
    with suppress(PermissionError):
        os.chown(fresh, old.stat().st_uid, old.stat().st_gid)


def _lines(root: Any, in_mapping: bool) -> list[int]:
    """The line on which each source begins."""
    node = next(value for key, value in root.value if key.value == "feeds") if in_mapping else root
    return [item.start_mark.line + 1 for item in node.value]


def _feed(entry: Any, line: int, faults: list[str]) -> Feed | None:
    name = str(entry.get("slug") or entry.get("name") or "a source") if isinstance(entry, dict) else "a source"
    where = f"line {line}, {name}"
    if not isinstance(entry, dict):
        faults.append(f"{where}: a source is a mapping with slug, name and url, not {str(entry)[:60]!r}")
        return None
    try:
        source = _Source.model_validate(entry)
    except ValidationError as error:
        faults += [f"{where}: {_in_words(fault)}" for fault in error.errors()]
        return None
    values = source.model_dump(exclude={"selectors"})
    selectors = Selectors(**source.selectors.model_dump()) if source.selectors else None
    return Feed(**values, selectors=selectors)


_ADVICE = {
    "slug": "small letters, digits and single hyphens, as in al-jazeera",
    "country": "two capital letters (ISO 3166-1), EU, UN or NATO",
    "language": "two small letters (ISO 639-1)",
}


def _in_words(fault: Any) -> str:
    """A pydantic fault as a sentence for whoever edits the file."""
    field = ".".join(str(part) for part in fault["loc"])
    if isinstance(fault.get("input"), bool) and field != "enabled":
        return f"{field}: YAML reads this word as {'yes' if fault['input'] else 'no'}: put it in quotes"
    match fault["type"]:
        case "missing":
            return f"{field} is missing: add it"
        case "extra_forbidden":
            known = ", ".join(_Source.model_fields)
            return f"{field} is not a word that sources have; they have {known}"
        case "value_error":
            return str(fault["ctx"]["error"])
        case _:
            advice = _ADVICE.get(field) or fault["msg"][0].lower() + fault["msg"][1:]
            return f"{field}: {fault['input']!r} cannot be used: {advice}"
