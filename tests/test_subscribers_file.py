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
    found = read_subscribers(ROOT / "subscribers.example.yaml")

    trade_desk, analyst, air_defence = found.subscriptions
    assert found.faults == ()
    assert trade_desk.topics == ("sanctions",)
    assert (trade_desk.cadence, trade_desk.quiet_from, trade_desk.quiet_until) == ("immediate", "22:00", "07:00")
    assert (analyst.cadence, analyst.hour) == ("daily", None)
    assert "NO" in analyst.countries
    assert (air_defence.cadence, air_defence.weekday, air_defence.hour) == ("weekly", 4, 7)


def test_norway_is_a_country_and_not_a_no(tmp_path):
    path = write(tmp_path, "subscribers:\n  - {email: a@example.org, countries: [NO, se]}\n")

    assert read_subscribers(path).subscriptions == (Subscription("a@example.org", countries=("NO", "SE")),)


def test_one_topic_or_country_needs_no_list(tmp_path):
    path = write(tmp_path, "subscribers:\n  - {email: a@example.org, topics: sanctions, countries: EU}\n")

    assert read_subscribers(path).subscriptions == (
        Subscription("a@example.org", topics=("sanctions",), countries=("EU",)),
    )


def test_terms_are_taken_as_people_write_them(tmp_path):
    path = write(
        tmp_path,
        "- {email: a@example.org, categories: Air Defence, measures: asset freeze, stages: [Licence-Denied], "
        "languages: EN, official_only: yes, min_confidence: 0.6, weapons: F-35, targets: [Orrin Marine]}\n",
    )

    [found] = read_subscribers(path).subscriptions

    assert (found.categories, found.measures, found.stages) == (
        ("air_defence",),
        ("asset_freeze",),
        ("licence_denied",),
    )
    assert (found.languages, found.official_only, found.min_confidence) == (("en",), True, 0.6)
    assert (found.weapons, found.targets) == (("F-35",), ("Orrin Marine",))


@pytest.mark.parametrize(
    ("wish", "hour"),
    [("cadence: daily", None), ("timezone: Europe/Warsaw", 7), ("cadence: weekly", 7), ("hour: 18", 18)],
)
def test_a_digest_comes_with_the_others_unless_it_has_a_time_of_its_own(tmp_path, wish, hour):
    [found] = read_subscribers(write(tmp_path, f"- {{email: a@example.org, {wish}}}\n")).subscriptions

    assert found.hour == hour


@pytest.mark.parametrize("nothing", ["", "subscribers:\n", "subscribers: []\n", "# only a comment\n"])
def test_an_empty_file_has_no_subscribers(tmp_path, nothing):
    assert read_subscribers(write(tmp_path, nothing)).subscriptions == ()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{email: nobody}", "'nobody' is no mail address"),
        ("{email: a@b@example.org}", "no mail address"),
        ('{email: "a@example.org, eve@example.org"}', "no mail address"),
        ('{email: "a@example.org\\nBcc: eve@example.org"}', "no mail address"),
        ("{email: a@example.org, countries: [UK]}", "write GB"),
        ("{email: a@example.org, countries: [Poland]}", "POLAND is no country"),
        ("{email: a@example.org, topics: [football]}", "topics"),
        ("{email: a@example.org, cadence: yearly}", "cadence"),
        ("{email: a@example.org, channel: pigeon}", "pigeon is no channel"),
        ("{email: a@example.org, country: PL}", "country"),
        ("{email: a@example.org, timezone: Middle/Earth}", "Middle/Earth is no time zone"),
        ("{email: a@example.org, timezone: ../../etc/passwd}", "no time zone"),
        ("{email: a@example.org, hour: 24}", "hour"),
        ("{email: a@example.org, weekday: someday}", "someday is no day"),
        ("{email: a@example.org, quiet_hours: 22-7}", "write 22:00-07:00"),
        ("{email: a@example.org, quiet_hours: 07:00-07:00}", "write 22:00-07:00"),
        ("{email: a@example.org, min_confidence: 60}", "min_confidence"),
        ("{email: a@example.org, most_per_hour: 0}", "most_per_hour"),
        ("{email: a@example.org, stages: [rumoured]}", "rumoured is no stage"),
        ("{email: a@example.org, categories: [teapot]}", "teapot is no category"),
        ("{email: a@example.org, measures: [frown]}", "frown is no measure"),
        ("{email: a@example.org, address: https://hooks.example/secret}", "address"),
        ('{email: a@example.org, name: "A\\nB"}', "name"),
        ("{email: a@example.org, topics: sanctions, weapons: F-35}", "nothing would be told"),
        ("{email: a@example.org, topics: arms_deals, measures: asset_freeze}", "nothing would be told"),
        ("just a word", "subscriber 2"),
    ],
)
def test_a_mistake_costs_its_subscriber_only_and_is_told_by_name(tmp_path, line, complaint):
    path = write(tmp_path, f"subscribers:\n  - {{email: first@example.org}}\n  - {line}\n")

    found = read_subscribers(path)

    assert [subscription.email for subscription in found.subscriptions] == ["first@example.org"]
    [fault] = found.faults
    assert "subscriber 2" in fault
    assert complaint in fault


def test_all_mistakes_are_told_at_once(tmp_path):
    path = write(tmp_path, "subscribers:\n  - {email: one}\n  - {email: a@example.org, cadence: never}\n")

    assert len(read_subscribers(path).faults) == 2


def test_one_address_twice_with_one_cadence_needs_labels(tmp_path):
    twice = "- {email: a@example.org, topics: sanctions}\n- {email: A@example.org}\n"
    labelled = twice.replace("A@example.org", "A@example.org, label: everything")

    found = read_subscribers(write(tmp_path, twice))
    assert [subscription.topics for subscription in found.subscriptions] == [("sanctions",)]
    assert "label" in found.faults[0]
    assert len(read_subscribers(write(tmp_path, labelled)).subscriptions) == 2


def test_what_is_not_yaml_is_named(tmp_path):
    with pytest.raises(SubscribersFileError, match="not YAML"):
        read_subscribers(write(tmp_path, "subscribers: [\n"))
