"""Subscriptions on the desk: who may change them, how, and what stays of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

import desk_seed
from embargowatch import store
from embargowatch.desk import Visitor, create_app
from embargowatch.store.desk_log import desk_log
from embargowatch.types import Subscription

FROM_HERE = {"sec-fetch-site": "same-origin", "accept": "text/html"}
POLAND = {"email": "anna@example.org", "countries": "PL, kr", "topics": "arms_deals", "cadence": "daily"}


def by_header(request: Request) -> Visitor:
    name = request.headers.get("x-name", "")
    return Visitor(name, name == "editor")


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    app = create_app(lambda: store.connect(database_url, patience_s=0), by_header)
    headers = FROM_HERE | {"x-name": "editor"}
    with TestClient(app, base_url="http://desk.example", headers=headers, follow_redirects=False) as made:
        yield made


def known(db: Any) -> list[Any]:
    with db:
        return store.subscriptions_of(db)


def test_a_subscription_is_made_changed_and_noted_with_who_did_it(client: TestClient, db: Any) -> None:
    assert client.post("/subscriptions/new", data=POLAND).status_code == 303
    made = known(db)[0].subscription
    assert (made.email, made.countries, made.topics) == ("anna@example.org", ("PL", "KR"), ("arms_deals",))
    assert 'value="PL, KR"' in client.get(f"/subscriptions/{made.id}").text
    changed = {**POLAND, "countries": "TR", "cadence": "weekly", "weekday": "friday"}
    assert client.post(f"/subscriptions/{made.id}", data=changed).status_code == 303
    now = known(db)[0].subscription
    assert (now.countries, now.cadence, now.weekday) == (("TR",), "weekly", 4)
    with db:
        newest, first = desk_log(db, subject=f"subscription {made.id}")
    assert (newest["who"], newest["did"], newest["detail"]["countries"]) == ("editor", "changed subscription", ["TR"])
    assert first["did"] == "made subscription"


def test_the_file_does_not_overwrite_what_a_person_changed(client: TestClient, db: Any, now: datetime) -> None:
    with db:
        store.save_subscription(db, Subscription("anna@example.org", countries=("PL",)), now=now)
    client.post(f"/subscriptions/{known(db)[0].subscription.id}", data={**POLAND, "countries": "TR"})
    with db:
        store.save_subscription(db, Subscription("anna@example.org", countries=("PL",)), now=now)
        store.disable_vanished_subscriptions(db, [])
    assert [(one.enabled, one.subscription.countries) for one in known(db)] == [(True, ("TR",))]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "anna"}, "no mail address"),
        ({"email": "a@b.example\nBcc: x@y.example"}, "no mail address"),
        ({"countries": "QQ"}, "QQ is no country"),
        ({"timezone": "Mars/Base"}, "no time zone"),
        ({"cadence": "sometimes"}, "cadence"),
        ({"min_confidence": "7"}, "min_confidence"),
        ({"address": "https://hooks.example/secret"}, "address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost_of_the_form(
    client: TestClient, db: Any, wrong: dict[str, str], words: str
) -> None:
    refused = client.post("/subscriptions/new", data={**POLAND, "name": "Anna <b>", **wrong})
    assert refused.status_code == 422
    assert words in refused.text
    assert 'value="Anna &lt;b&gt;"' in refused.text
    assert known(db) == []


def test_two_of_one_address_and_rhythm_need_a_label(client: TestClient, db: Any) -> None:
    client.post("/subscriptions/new", data=POLAND)
    assert "another label" in client.post("/subscriptions/new", data=POLAND).text
    assert client.post("/subscriptions/new", data={**POLAND, "label": "second"}).status_code == 303
    second = known(db)[1].subscription.id
    assert "another label" in client.post(f"/subscriptions/{second}", data=POLAND).text
    assert len(known(db)) == 2


def test_a_preview_shows_what_it_would_have_told_and_saves_nothing(client: TestClient, db: Any) -> None:
    desk_seed.fill(db, datetime.now(UTC))
    before = len(known(db))
    shown = client.post("/subscriptions/new", data={**POLAND, "preview": "1"}).text
    assert "would have told 1 of" in shown
    assert "K239 Chunmoo" in shown
    assert len(known(db)) == before


def test_one_is_muted_and_switched_off_and_on_again(client: TestClient, db: Any) -> None:
    client.post("/subscriptions/new", data=POLAND)
    address = f"/subscriptions/{known(db)[0].subscription.id}/state"
    client.post(address, data={"wish": "week"})
    assert known(db)[0].subscription.muted_until is not None
    client.post(address, data={"wish": "speak"})
    assert known(db)[0].subscription.muted_until is None
    client.post(address, data={"wish": "off"})
    assert not known(db)[0].enabled
    client.post(address, data={"wish": "on"})
    assert known(db)[0].enabled
    assert client.post(address, data={"wish": "explode"}).status_code == 404
    with db:
        assert len(desk_log(db)) == 5


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["viewer", ""])
def test_who_only_reads_sees_the_list_and_changes_nothing(client: TestClient, db: Any, name: str) -> None:
    who = {"x-name": name}
    assert client.get("/subscriptions", headers=who).status_code == 200
    assert "/subscriptions/new" not in client.get("/subscriptions", headers=who).text
    assert client.get("/subscriptions/new", headers=who).status_code == 403
    refused = client.post("/subscriptions/new", data=POLAND, headers=who)
    assert refused.status_code == 403
    assert "not change anything" in refused.text
    assert known(db) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://desk.example"},
        {"sec-fetch-site": "", "origin": "http://evil.example"},
        {"sec-fetch-site": "", "origin": "http://desk.example.evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
        {"sec-fetch-site": "", "origin": ""},
    ],
)
def test_a_form_of_another_site_changes_nothing(client: TestClient, db: Any, headers: dict[str, str]) -> None:
    refused = client.post("/subscriptions/new", data=POLAND, headers=headers)
    assert refused.status_code == 403
    assert "did not come from a page of the desk" in refused.text
    assert known(db) == []


def test_an_old_browser_says_it_by_its_origin(client: TestClient, db: Any) -> None:
    headers = {"sec-fetch-site": "", "origin": "http://desk.example"}
    assert client.post("/subscriptions/new", data=POLAND, headers=headers).status_code == 303
    assert len(known(db)) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_nothing_is_changed_by_looking(client: TestClient, method: str) -> None:
    assert client.request(method, "/subscriptions/1/state").status_code in (404, 405)
