"""Rows for the desk to show: a deal told by three outlets, a listing, a plan, and a page full of mischief."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from psycopg2.extras import Json

from embargowatch.link import parties
from embargowatch.records_json import record_to_json
from embargowatch.types import ArmsDeal, Evidence, Money, Sanction, Target, Weapon

MISCHIEF = "<script>document.title='pwned'</script>"
HOSTILE = f"{MISCHIEF}\"><img src=x onerror=\"document.title='pwned'\"> 'quoted' \u202eתגובה עברית עלתה 🚀"

CHUNMOO = (
    "The two ministers met on Sunday morning, in a hall decked with flags of both countries, and took no questions.\n\n"
    "Poland on Sunday signed a contract for 218 K239 Chunmoo rocket launchers from South Korea worth 3.6 billion "
    "dollars, the defence ministry in Warsaw said. The first battery is to arrive within eighteen months.\n\n"
    "A second contract, on ammunition, may follow in the spring."
)
CHUNMOO_QUOTE = (
    "Poland on Sunday signed a contract for 218 K239 Chunmoo rocket launchers from South Korea worth 3.6 billion "
    "dollars, the defence ministry in Warsaw said."
)
LISTING = (
    "The Council today added the shipping company Orrin Marine FZE and its director Pavel Arkonin to the list of those "
    "subject to an asset freeze and a travel ban. The tanker Selka, which the company manages, was not listed."
)
PLAN = "Washington plans to lift its oil sanctions on Venezuela if the vote in March is held, two officials said."


def spans(text: str, **words: str) -> dict[str, tuple[Evidence, ...]]:
    """Evidence by field, from the words that carry it."""
    return {
        field: (Evidence("text", text.index(said), text.index(said) + len(said), said),)
        for field, said in words.items()
    }


def chunmoo(text: str = CHUNMOO, quote: str = CHUNMOO_QUOTE) -> ArmsDeal:
    evidence = spans(
        text, stage="signed a contract", recipients="Poland", suppliers="South Korea", value="3.6 billion dollars"
    )
    return ArmsDeal(
        stage="signed",
        stage_detail="contract_signed",
        suppliers=("KR",),
        recipients=("PL",),
        manufacturers=("Hanwha Aerospace",),
        weapons=(Weapon("K239 Chunmoo", "artillery", quantity=218),),
        value=Money(Decimal(3_600_000_000), "USD", "contract"),
        transfer_type="sale",
        date="2026-11-22",
        delivery_years="2028-2031",
        local_production=True,
        quote=quote,
        evidence={**evidence, "weapons": spans(text, w="218 K239 Chunmoo")["w"]},
        confidence={
            "record": 0.91,
            "suppliers": 0.97,
            "recipients": 0.97,
            "weapons": 0.9,
            "value": 0.88,
            "stage": 0.93,
        },
    )


def listing() -> Sanction:
    return Sanction(
        action="impose",
        action_detail="designation",
        senders=("EU",),
        authority="Council of the EU",
        target_countries=("RU",),
        scope="entity",
        targets=(
            Target("Orrin Marine FZE", "company", "designated", countries=("AE",)),
            Target("Pavel Arkonin", "person", "designated"),
            Target("Selka", "vessel", "mentioned", identifiers={"imo": "9123456"}),
        ),
        n_designated=2,
        measures=("asset_freeze", "travel_ban"),
        list="EU annex I",
        date="2026-11-23",
        official_ref="(EU) 2026/2310",
        quote=LISTING[: LISTING.index(". ") + 1],
        evidence=spans(
            LISTING, senders="The Council", targets="Orrin Marine FZE", measures="asset freeze and a travel ban"
        ),
        confidence={"record": 0.95, "senders": 0.9, "targets": 0.96, "measures": 0.94},
    )


def plan() -> Sanction:
    return Sanction(
        action="lift",
        senders=("US",),
        target_countries=("VE",),
        scope="sector",
        measures=("oil_and_gas",),
        modality="future",
        quote=PLAN,
        evidence=spans(PLAN, senders="Washington", target_countries="Venezuela", action="plans to lift"),
        confidence={"record": 0.62, "senders": 0.8},
    )


def mischief() -> ArmsDeal:
    return ArmsDeal(
        stage="delivered",
        suppliers=("RU",),
        recipients=("TR",),
        weapons=(Weapon(HOSTILE, "missile"),),
        modality="claimed",
        claimed_by=HOSTILE,
        official_ref=HOSTILE,
        quote=HOSTILE,
        evidence=spans(HOSTILE, weapons="'quoted'"),
        confidence={"record": 0.4},
    )


def add_feed(db: Any, slug: str, name: str, now: datetime, **columns: Any) -> int:
    """A feed that is fine unless the columns say otherwise."""
    values = {
        "slug": slug,
        "name": name,
        "url": f"https://{slug}.example/feed",
        "kind": "feed",
        "tier": "general",
        "state": "ok",
        "first_seen": now - timedelta(days=30),
        "next_poll_at": now + timedelta(hours=1),
        "polled_at": now - timedelta(minutes=20),
        "newest_at": now - timedelta(hours=3),
        "state_since": now - timedelta(days=30),
        **columns,
    }
    return insert(db, "feeds", values)


def add_article(
    db: Any, feed_id: int, url: str, title: str, text: str, now: datetime, *, hours_ago: float = 3.0, **columns: Any
) -> int:
    """An article that was read in full unless the columns say otherwise; with its entry and page."""
    published, fetched = now - timedelta(hours=hours_ago), now - timedelta(hours=hours_ago - 1)
    entry = {"url": url, "title": title, "published": published, "seen_at": fetched, "state": "scraped"}
    entry_id = insert(db, "entries", {**entry, "next_try_at": fetched})
    with db.cursor() as cursor:
        cursor.execute(
            "insert into embargowatch.entry_feeds (entry_id, feed_id, seen_at, content_sha256) values (%s, %s, %s, %s)",
            (entry_id, feed_id, fetched, url),
        )
    page = {"entry_id": entry_id, "url": url, "final_url": url, "status": 200, "sha256": url, "body_zstd": b""}
    page_id = insert(db, "pages", {**page, "fetched_at": fetched, "state": "cleaned"})
    values = {
        "entry_id": entry_id,
        "page_id": page_id,
        "url": url,
        "revision": 1,
        "title": title,
        "text": text,
        "text_sha256": url,
        "published": published,
        "language": "en",
        "status": "ok",
        "created_at": fetched,
        "state": "done",
        **columns,
    }
    return insert(db, "articles", values)


def add_story(
    db: Any,
    headline: str,
    record: Sanction | ArmsDeal,
    articles: Iterable[tuple[int, Sanction | ArmsDeal]],
    seen: datetime,
) -> int:
    """A story that these articles tell, each with its own record."""
    table = "sanctions" if isinstance(record, Sanction) else "arms_deals"
    # As the linking keeps it: the evidence is with the records of the articles.
    merged = replace(record, evidence={}, confidence={"record": record.confidence["record"]})
    values = {
        "topic": table,
        "headline": headline,
        "stage": record.action if isinstance(record, Sanction) else record.stage,
        "record": Json(record_to_json(merged)),
        **dict.fromkeys(("first_seen", "last_seen", "published", "news_from", "news_until", "changed_at"), seen),
        "background": record.background,
        "parties": sorted(parties(record)),
    }
    story_id = insert(db, "stories", values)
    for article_id, told in articles:
        record_id = _add_record(db, table, article_id, told)
        link = {"story_id": story_id, "article_id": article_id, f"{table[:-1]}_id": record_id, "linked_at": seen}
        insert(db, "story_articles", link, returning="story_id")
    return story_id


def _add_record(db: Any, table: str, article_id: int, record: Sanction | ArmsDeal) -> int:
    columns = record_to_json(record)
    evidence = columns.pop("evidence")
    del columns["type"]
    known = {name: _column(name, value) for name, value in columns.items() if value is not None}
    record_id = insert(db, table, {"article_id": article_id, "fingerprint": str(article_id), **known})
    for field, found in evidence.items():
        for position, span in enumerate(found):
            row = {"field": field, "position": position, "located": span["in"], "starts": span["start"]}
            row |= {"ends": span["end"], "quote": span["quote"], f"{table[:-1]}_id": record_id}
            insert(db, "evidence", row, returning="position")
    return record_id


def _column(name: str, value: Any) -> Any:
    return Json(value) if name in ("targets", "weapons", "value", "penalty", "confidence") else value


def insert(db: Any, table: str, values: dict[str, Any], *, returning: str = "id") -> int:
    names, holes = ", ".join(values), ", ".join(["%s"] * len(values))
    with db.cursor() as cursor:
        cursor.execute(
            f"insert into embargowatch.{table} ({names}) values ({holes}) returning {returning}", list(values.values())
        )
        return int(cursor.fetchone()[0])


def fill(db: Any, now: datetime) -> dict[str, int]:
    """Everything above, committed; the stories' ids by name."""
    courier = add_feed(db, "courier", "Harbour Courier", now)
    wire = add_feed(db, "wire", "Meridian Wire", now, tier="wire")
    council = add_feed(db, "council", "Council notices (demo)", now, tier="official")
    ledger = add_feed(db, "ledger", "Defence Ledger", now, tier="trade", state="quiet")
    add_feed(
        db, "treasury", "Treasury notices (demo)", now, tier="official", state="unreachable", failures=4,
        state_reason="the connection to treasury.example timed out after 10 s", state_since=now - timedelta(days=2),
    )  # fmt: skip
    add_feed(
        db, "alliance", "Alliance bulletin", now, state="gone", state_reason="404 Not Found for 9 days",
        state_since=now - timedelta(days=9),
    )  # fmt: skip
    db.cursor().execute(
        "insert into embargowatch.feed_states (feed_id, state, reason, since, until) "
        "select id, 'slow', 'it takes 21 s to answer', %s, state_since from embargowatch.feeds where slug = 'treasury'",
        [now - timedelta(days=5)],
    )
    add_feed(db, "fresh", "Coast Daily", now, state="unverified", polled_at=None, newest_at=None)
    add_feed(db, "retired", "Old gazette", now, enabled=False, disabled_reason="its feed was retired in January 2025")

    short = "Poland signed a contract for 218 K239 Chunmoo launchers from South Korea, worth 3.6 billion dollars."
    short_deal = chunmoo(short, short)
    deal = [
        add_article(db, wire, "https://wire.example/1", "Poland signs $3.6 bln rocket deal with Hanwha", short, now),
        add_article(
            db, courier, "https://courier.example/1", "Warsaw and Seoul ink rocket launcher contract", CHUNMOO, now,
            hours_ago=5, revision=2,
        ),
        add_article(
            db, ledger, "https://ledger.example/1", "Poland buys 218 Chunmoo launchers", short, now,
            status="summary_only", reason="the page asked for a login; the feed's own summary stands in",
        ),
    ]  # fmt: skip
    listed = add_article(db, council, "https://council.example/1", "Council adds two listings", LISTING, now)
    planned = add_article(
        db, courier, "https://courier.example/2", "Oil sanctions may end in spring", PLAN, now, hours_ago=30
    )
    evil = add_article(db, courier, "javascript:document.title='pwned'", HOSTILE, HOSTILE, now, hours_ago=31)
    add_article(
        db, wire, "https://wire.example/wall", "Ministers talk for hours about the bank's fate", "", now,
        status="consent_wall", reason="the page shows only a cookie dialogue",
    )  # fmt: skip
    add_article(
        db, wire, "https://wire.example/hu", HOSTILE, "szöveg", now, state="unreadable",
        state_reason=f"language hu is not supported {MISCHIEF}",
    )  # fmt: skip
    insert(
        db, "entries",
        {"url": "https://courier.example/gone", "title": "A page that is not there", "seen_at": now, "state": "failed",
         "failure_kind": "http_status", "reason": "courier.example/gone answered 404 Not Found", "next_try_at": now},
    )  # fmt: skip
    line = "Poland orders 218 K239 Chunmoo from South Korea"
    records = (short_deal, chunmoo(), short_deal)
    ids = {
        "deal": add_story(db, f"Signed: {line}", chunmoo(), zip(deal, records, strict=True), now - timedelta(hours=2)),
        "listing": add_story(
            db, "Designated: EU lists Orrin Marine FZE and Pavel Arkonin", listing(), [(listed, listing())], now
        ),
        "plan": add_story(
            db, "Lifted: US oil sanctions on Venezuela", plan(), [(planned, plan())], now - timedelta(hours=29)
        ),
        "mischief": add_story(db, HOSTILE, mischief(), [(evil, mischief())], now - timedelta(hours=30)),
    }
    subscription = insert(
        db, "subscriptions", {"email": "anna@example.org", "cadence": "immediate", "since": now - timedelta(days=3)}
    )
    for state, story, reason, attempts in (
        ("dead", "deal", "550 5.1.1 no such user here", 1),
        ("waiting", "listing", "mail server mail.example:25: timed out", 3),
        ("sent", "plan", "", 1),
        ("held", "mischief", "old: published before the subscription", 0),
    ):
        insert(
            db, "alerts",
            {"subscription_id": subscription, "story_id": ids[story], "told_hash": state, "state": state,
             "reason": reason, "attempts": attempts, "created_at": now, "next_try_at": now},
        )  # fmt: skip
    db.commit()
    return ids
