"""subscribers.yaml: who is told what."""

from __future__ import annotations

from pathlib import Path

import pytest

from embargowatch.settings import ROOT
from embargowatch.subscribers_file import SubscribersFileError, read_subscribers
from embargowatch.types import Subscription


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "subscribers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_can_be_used_as_it_is():
    trade_desk, analyst = read_subscribers(ROOT / "subscribers.example.yaml")

    assert trade_desk.topics == ("sanctions",)
    assert trade_desk.cadence == "immediate"
    assert analyst.cadence == "daily"
    assert "NO" in analyst.countries


def test_norway_is_a_country_and_not_a_no(tmp_path):
    path = write(tmp_path, "subscribers:\n  - {email: a@example.org, countries: [NO, se]}\n")

    assert read_subscribers(path) == (Subscription("a@example.org", countries=("NO", "SE")),)


def test_one_topic_or_country_needs_no_list(tmp_path):
    path = write(tmp_path, "subscribers:\n  - {email: a@example.org, topics: sanctions, countries: EU}\n")

    assert read_subscribers(path) == (Subscription("a@example.org", topics=("sanctions",), countries=("EU",)),)


@pytest.mark.parametrize("nothing", ["", "subscribers:\n", "subscribers: []\n", "# only a comment\n"])
def test_an_empty_file_has_no_subscribers(tmp_path, nothing):
    assert read_subscribers(write(tmp_path, nothing)) == ()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{email: nobody}", "email"),
        ("{email: a@example.org, countries: [UK]}", "write GB"),
        ("{email: a@example.org, countries: [Poland]}", "POLAND is no country"),
        ("{email: a@example.org, topics: [football]}", "topics"),
        ("{email: a@example.org, cadence: weekly}", "cadence"),
        ("{email: a@example.org, channel: pigeon}", "pigeon is no channel"),
        ("{email: a@example.org, country: PL}", "country"),
        ("just a word", "subscriber 2"),
    ],
)
def test_a_mistake_is_told_with_the_subscriber_it_belongs_to(tmp_path, line, complaint):
    path = write(tmp_path, f"subscribers:\n  - {{email: first@example.org}}\n  - {line}\n")

    with pytest.raises(SubscribersFileError, match=complaint) as caught:
        read_subscribers(path)

    assert "subscriber 2" in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path):
    path = write(tmp_path, "subscribers:\n  - {email: one}\n  - {email: a@example.org, cadence: never}\n")

    with pytest.raises(SubscribersFileError) as caught:
        read_subscribers(path)

    assert len(str(caught.value).splitlines()) == 2


def test_one_address_twice_with_one_cadence_is_a_mistake(tmp_path):
    path = write(tmp_path, "- {email: a@example.org, topics: sanctions}\n- {email: A@example.org}\n")

    with pytest.raises(SubscribersFileError, match="2 times"):
        read_subscribers(path)


def test_what_is_not_yaml_is_named(tmp_path):
    with pytest.raises(SubscribersFileError, match="not YAML"):
        read_subscribers(write(tmp_path, "subscribers: [\n"))
