"""Finding stories on the desk: words, filters, order, pages; on a real Postgres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

import desk_seed
from embargowatch import store
from embargowatch.desk import create_app
from embargowatch.local import postgres
from embargowatch.store.search import Words
from embargowatch.types import Target

NOW = datetime.fromisoformat("2026-11-23T12:00:00+00:00")
DEAL, LISTING, PLAN = "K239 Chunmoo", "Orrin Marine", "oil sanctions on Venezuela"


@pytest.fixture(scope="module")
def client(cluster: postgres.Cluster) -> Iterator[TestClient]:
    """A desk over a database that is seeded once."""
    postgres.create_database(cluster, "search_of_tests")
    url = cluster.url("search_of_tests")
    with closing(store.connect(url)) as db:
        store.migrate(db)
        desk_seed.fill(db, NOW)
    with TestClient(create_app(lambda: store.connect(url, patience_s=0)), follow_redirects=False) as made:
        yield made


def heads(client: TestClient, **query: str) -> list[str]:
    """Which of the seeded stories are shown, in order."""
    answer = client.get("/", params=query)
    assert answer.status_code == 200, answer.status_code
    found = re.findall(r"<h3>(.*?)</h3>", answer.text, re.S)
    names = {DEAL: "deal", LISTING: "listing", PLAN: "plan"}
    return [next((name for words, name in names.items() if words in head), "mischief") for head in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("launcher", ["deal"]),  # stemmed: launchers
        ("chunm", ["deal"]),  # the beginning of a word
        ("K23", ["deal"]),
        ("ministry Warsaw", ["deal"]),  # only in an article's text
        ('"battery is to arrive"', ["deal"]),
        ('"arrive battery"', []),
        ("Arkónïn", ["listing"]),  # accents do not matter
        ("SELKA", ["listing"]),
        ("sanctions -venezuela", []),
        ("venezuela sanctions", ["plan"]),
        ("arkonin venezuela", []),  # every word is asked for
        ("תגובה", ["mischief"]),
        ("2026/2310", ["listing"]),
    ],
)
def test_words_find_stories_by_record_and_by_article(client: TestClient, typed: str, found: list[str]) -> None:
    assert heads(client, q=typed) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"topic": "arms_deals"}, ["deal", "mischief"]),
        ({"stage": "signed"}, ["deal"]),
        ({"country": "Poland"}, ["deal"]),
        ({"country": "kr"}, ["deal"]),
        ({"country": "Atlantis"}, []),
        ({"category": "missile"}, ["mischief"]),
        ({"measure": "travel_ban"}, ["listing"]),
        ({"target": "orrin"}, ["listing"]),
        ({"target": "100%"}, []),
        ({"since": "2026-11-23"}, ["listing", "deal"]),
        ({"until": "2026-11-22"}, ["plan", "mischief"]),
        ({"tier": "trade"}, ["deal"]),
        ({"official": "yes"}, ["listing"]),
        ({"official": "no", "topic": "sanctions"}, ["plan"]),
        ({"confidence": "90%"}, ["listing", "deal"]),
        ({"country": "Poland", "stage": "delivered"}, []),
        ({"q": "poland", "tier": "trade", "confidence": "0.5"}, ["deal"]),
    ],
)
def test_filters_narrow_the_list(client: TestClient, query: dict[str, str], found: list[str]) -> None:
    assert heads(client, **query) == found


def test_the_best_match_comes_first_when_asked_for(client: TestClient) -> None:
    assert heads(client, q="sanctions")[0] != "mischief"
    assert heads(client, q="poland OR contract", sort="relevance")[:1] in (["deal"], [])
    assert heads(client, q="launchers", sort="relevance") == ["deal"]


@pytest.mark.parametrize(
    "query",
    [{"stage": "exploded"}, {"since": "yesterday"}, {"confidence": "very"}, {"topic": "cats"}, {"sort": "relevance"}],
)
def test_what_cannot_be_read_asks_for_nothing(client: TestClient, query: dict[str, str]) -> None:
    assert len(heads(client, **query)) == 4


def test_a_form_with_empty_fields_becomes_a_short_address(client: TestClient) -> None:
    sent = client.get("/?topic=&stage=signed&country=&q=")
    assert (sent.status_code, sent.headers["location"]) == (303, "/?stage=signed")


def test_the_filter_is_shown_as_it_was_asked(client: TestClient) -> None:
    said = client.get("/", params={"stage": "signed", "target": '"><script>', "since": "2026-11-01"}).text
    assert '<option value="signed" selected>' in said
    assert 'value="&#34;&gt;&lt;script&gt;"' in said
    assert 'value="2026-11-01"' in said


def test_what_was_typed_is_words_phrases_and_what_is_to_be_left_out() -> None:
    assert Words.typed('k239 "rocket launchers" -ukraine -"air defence" "') == Words(
        ("k239",), ("rocket launchers",), ("ukraine", "air defence")
    )


# --- kept while stories change ---------------------------------------------------------------------------------------


@pytest.fixture
def own(database_url: str) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: store.connect(database_url, patience_s=0))) as made:
        yield made


def count(client: TestClient, **query: str) -> int:
    return client.get("/", params=query).text.count('<article class="story">')


def test_a_story_is_found_by_what_it_says_now(own: TestClient, db: Any) -> None:
    ids = desk_seed.fill(db, NOW)
    with db, db.cursor() as cursor:
        cursor.execute("update embargowatch.stories set headline = 'Signed: Zanzibar' where id = %s", [ids["deal"]])
    assert count(own, q="zanzibar") == 1
    assert count(own, q="battery") == 1, "the articles' words stay"
    with db, db.cursor() as cursor:
        cursor.execute(
            "delete from embargowatch.story_articles where article_id in"
            " (select id from embargowatch.articles where url = 'https://courier.example/1')"
        )
    assert count(own, q="battery") == 0, "those of an article that tells it no more go"
    with db, db.cursor() as cursor:
        cursor.execute("delete from embargowatch.stories where id = %s", [ids["deal"]])
    assert count(own, q="zanzibar") == 0


def test_pages_by_relevance_show_each_story_once(own: TestClient, db: Any) -> None:
    for number in range(70):
        record = replace(desk_seed.listing(), targets=(Target(f"Lot {'lot ' * (number % 5)}", "company"),))
        desk_seed.add_story(db, f"Designated: lot {number}", record, [], NOW - timedelta(minutes=number))
    db.commit()
    shown: list[str] = []
    address = "/?q=lot&sort=relevance"
    while address:
        text = own.get(address).text
        shown += re.findall(r"Designated: lot (\d+)|</bdi>:</span> <bdi>lot (\d+)", text)
        older = re.search(r'rel="next" href="([^"]*)"', text)
        address = older[1].replace("&amp;", "&") if older else ""
    assert sorted(int(a or b) for a, b in shown) == list(range(70))
