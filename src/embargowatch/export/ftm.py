"""Sanctions as FollowTheMoney entities, as Aleph and OpenSanctions' tools read them: one JSON object a line.

Whoever a record names becomes a Person, Company, Organization, Vessel, Airplane or, where nobody says what it is, a
LegalEntity; each article an Article; that the one names the other a Documentation with the sentence. A Sanction stands
only for what is told as a fact of somebody designated or delisted: who is mentioned, threatened or claimed to be
sanctioned has a Documentation and no Sanction. No entity has the topic "sanction": that is for the official lists.

Ids are hashes of what an entity is (kind, name, number, day of birth), so the same one is the same in every export and
story; it may come several times, with what each story knows of it (`ftm aggregate` puts them together).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha1
from itertools import groupby
from typing import IO, Any

from psycopg2.extensions import connection

from embargowatch.export.streams import batches
from embargowatch.export.tables import ExtraMissing
from embargowatch.link.names import folded
from embargowatch.records_json import record_from_json
from embargowatch.store import exports as store
from embargowatch.store.statement import Row
from embargowatch.store.story_filter import StoryFilter
from embargowatch.types import Sanction, Target
from embargowatch.words import country_name, stage_word

Entity = dict[str, Any]

SCHEMATA = {
    "person": "Person",
    "company": "Company",
    "organisation": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "group": "Organization",
    "": "LegalEntity",
}
"""By the type of a target; a sector is nobody."""
IN_FORCE = ("impose", "extend", "maintain", "lift")
"""Actions after which somebody is on a list, or no longer."""
NUMBERS = {
    ("imo", "Vessel"): "imoNumber",
    ("birth_date", "Person"): "birthDate",
    ("passport", "Person"): "passportNumber",
    ("registration", "Company"): "registrationNumber",
    ("registration", "Organization"): "registrationNumber",
    ("registration", "Vessel"): "registrationNumber",
    ("registration", "Airplane"): "registrationNumber",
}
FORMER = {"SU": "suhh", "YU": "yucs"}
ISO_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
LANGUAGES = {"en": "eng", "fr": "fra", "de": "deu", "es": "spa", "ru": "rus", "uk": "ukr", "ar": "ara", "zh": "zho"}


def write_entities(db: connection, asked: StoryFilter, file: IO[bytes], *, full_text: bool, validated: bool) -> int:
    """The entities of the stories that fit, one JSON object a line; how many.

    With ``validated`` each is checked against FollowTheMoney's model: raises ExtraMissing without the library, and
    ValueError for an entity that is not of the model.
    """
    check = _validator() if validated else None
    n = 0
    for n, entity in enumerate(_entities(db, asked, full_text=full_text), 1):  # noqa: B007 - the count is what is wanted
        if check:
            check(entity)
        file.write(json.dumps(entity, ensure_ascii=False).encode() + b"\n")
    return n


def entities_of(story: Row, records: Sequence[Row]) -> Iterator[Entity]:
    """The entities of a story about sanctions (a row of v_stories) that these records tell (rows of v_sanctions)."""
    merged = record_from_json(story["record"])
    if not isinstance(merged, Sanction):
        return
    urls = list(dict.fromkeys(row["url"] for row in records))
    for target in merged.targets:
        if entity := _target(target, urls):
            yield entity
            yield from _wallets(target, entity["id"])
            if _is_listed(merged, target):
                yield _sanction(story["id"], merged, entity["id"], urls)
    for row in records:
        yield from _documented(row)


def target_id(target: Target) -> str:
    """The same for the same name, kind, IMO number and day of birth, however they are written."""
    numbers = [_number(target, key) for key in ("imo", "birth_date")]
    return _id("target", SCHEMATA.get(target.type, ""), folded(target.name), *numbers)


def _entities(db: connection, asked: StoryFilter, *, full_text: bool) -> Iterator[Entity]:
    for batch in batches(db, asked):
        rows = store.exported_sanctions(db, batch, full_text=full_text)
        records = {story_id: list(same) for story_id, same in groupby(rows, key=lambda row: row["story_id"])}
        for story in store.exported_stories(db, batch):
            yield from entities_of(story, records.get(story["id"], ()))


def _is_listed(record: Sanction, target: Target) -> bool:
    return record.action in IN_FORCE and record.modality == "reported" and target.role == "designated"


def _target(target: Target, urls: Sequence[str]) -> Entity | None:
    schema = SCHEMATA.get(target.type)
    if schema is None:
        return None
    numbers = {name: [_number(target, key)] for (key, kind), name in NUMBERS.items() if kind == schema}
    known = {"name": [target.name], "alias": target.aliases, "country": _codes(target.countries), "sourceUrl": urls}
    return _entity(target_id(target), schema, {**known, **numbers})


def _number(target: Target, key: str) -> str:
    """A number as written; a day of birth in ISO 8601, or nothing if it cannot be read."""
    value = target.identifiers.get(key, "")
    if key != "birth_date" or not value or ISO_DAY.fullmatch(value):
        return value
    for form in ("%d %B %Y", "%d %b %Y"):
        with suppress(ValueError):
            return datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
    return ""


def _wallets(target: Target, holder: str) -> Iterator[Entity]:
    if key := target.identifiers.get("wallet"):
        yield _entity(_id("wallet", key), "CryptoWallet", {"publicKey": [key], "holder": [holder]})


def _sanction(story_id: int, record: Sanction, entity: str, urls: Sequence[str]) -> Entity:
    known = {
        "entity": [entity],
        "authority": [record.authority or ", ".join(map(country_name, record.senders))],
        "authorityId": [record.official_ref],
        "country": _codes(record.senders),
        "program": record.programs,
        "provisions": record.measures,
        "reason": [record.reason],
        "status": [stage_word(record).lower()],
        "date": [record.date],
        "listingDate": [record.listing_date],
        "startDate": [record.start_date],
        "endDate": [record.end_date or (record.date if record.action == "lift" else "")],
        "summary": [record.summary],
        "sourceUrl": urls,
    }
    return _entity(_id("sanction", str(story_id), entity), "Sanction", known)


def _documented(row: Row) -> Iterator[Entity]:
    """The article of a record, and whom it names."""
    article = _id("article", row["url"], str(row["revision"]))
    published = _moment(row["published"])
    known = {
        "title": [row["title"]],
        "sourceUrl": [row["url"]],
        "publisher": [row["outlet"]],
        "publishedAt": [published],
        "retrievedAt": [_moment(row["fetched_at"])],
        "language": [LANGUAGES.get(row["language"], "")],
        "notes": [f"SHA-256 of the page: {row['page_sha256']}"],
        "bodyText": [row["text"] or ""],
    }
    yield _entity(article, "Article", known)
    for target in record_from_json({**row, "type": "sanction", "confidence": {}}).targets:  # type: ignore[union-attr]
        if target.type in SCHEMATA:
            named = {
                "document": [article],
                "entity": [target_id(target)],
                "role": [target.role],
                "summary": [row["quote"]],
                "date": [published],
                "sourceUrl": [row["url"]],
            }
            yield _entity(_id("documentation", article, target_id(target)), "Documentation", named)


def _entity(entity_id: str, schema: str, known: Mapping[str, Sequence[str]]) -> Entity:
    filled = {name: [value for value in values if value] for name, values in known.items()}
    return {
        "id": entity_id,
        "schema": schema,
        "properties": {name: values for name, values in filled.items() if values},
    }


def _id(*parts: str) -> str:
    return f"ew-{sha1(json.dumps(parts).encode(), usedforsecurity=False).hexdigest()}"


def _codes(parties: Sequence[str]) -> list[str]:
    """Countries as FollowTheMoney has them, in lower case; NATO and armed groups are none."""
    return [FORMER.get(party, party.lower()) for party in parties if len(party) == 2 and party.isascii()]


def _moment(when: datetime | None) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if when else ""


def _validator() -> Any:
    """A function that raises ValueError for an entity that is not of FollowTheMoney's model."""
    try:
        from followthemoney import model  # noqa: PLC0415 - optional
        from followthemoney.exc import InvalidData  # noqa: PLC0415
    except ImportError as error:
        raise ExtraMissing(
            "checking needs followthemoney, best in an environment of its own: "
            "`pip install 'followthemoney==3.8.2' 'rigour==0.10.0' 'countrynames<1.17'`"
        ) from error

    def check(entity: Entity) -> None:
        schema = model.get(entity["schema"])
        unknown = set(entity["properties"]) - set(schema.properties) if schema else {entity["schema"]}
        if unknown:
            raise ValueError(f"FollowTheMoney's {entity['schema']} has no {', '.join(sorted(unknown))}")
        try:
            schema.validate(entity)
        except InvalidData as error:
            raise ValueError(f"{entity['schema']} {entity['id']}: {error} {error.errors}") from error

    return check
