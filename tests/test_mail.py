"""What a mail says, in both of its forms, and what it must never say."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from lxml import html as lxml_html

from embargowatch import mail
from embargowatch.mail import Occasion
from embargowatch.types import (
    ArmsDeal,
    BlindSource,
    Change,
    Disagreement,
    Mail,
    Money,
    Sanction,
    Source,
    Step,
    Story,
    Subscription,
    Unread,
    Variant,
    Weapon,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANNA = Subscription("anna@example.org", topics=("arms_deals",), countries=("PL",), id=1)
DOWN = BlindSource("Treasury notices (demo)", "unreachable", "the connection timed out", NOW - timedelta(days=2))
QUOTE = "Poland signed a contract for 218 K239 Chunmoo launchers, worth 3.6 billion dollars."
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\r\nBcc: eve@example.org\u202etxt.exe'

DEAL = ArmsDeal(
    stage="signed",
    stage_detail="contract_signed",
    suppliers=("KR",),
    recipients=("PL",),
    weapons=(Weapon("K239 Chunmoo", "artillery", quantity=218),),
    value=Money(Decimal(3_600_000_000), "USD", "contract"),
    quote=QUOTE,
)
WIRE = Source(
    article_id=1,
    outlet="Meridian Wire",
    tier="wire",
    url="https://wire.example/1",
    title="Poland signs rocket deal",
    published=NOW - timedelta(hours=6),
    fetched_at=NOW - timedelta(hours=5),
    quote=QUOTE,
    language="en",
)

UNREAD = Unread(9, "sanctions", "Coast Daily", "https://coast.example/9", "Ministers talk", None, NOW, "summary only")


def story(headline: str = "Signed: Poland orders 218 K239 Chunmoo from South Korea", **changes: Any) -> Story:
    known: dict[str, Any] = {"topic": "arms_deals", "stage": "signed", "record": DEAL, "sources": (WIRE,), "id": 7}
    return Story(headline=headline, first_seen=NOW, last_seen=NOW, **(known | changes))


def told(one: Story, **changes: Any) -> Mail:
    known: dict[str, Any] = {
        "blind": (),
        "now": NOW,
        "desk_url": "http://desk.example/embargowatch",
        "message_id": "<1@x>",
    }
    return mail.render_story_mail(one, ANNA, **(known | changes))


def digest(stories: list[Story], unread: tuple[Unread, ...] = (), **changes: Any) -> Mail:
    known: dict[str, Any] = {"blind": (DOWN,), "now": NOW, "desk_url": "http://desk.example/", "message_id": "<1@x>"}
    return mail.render_digest(stories, unread, ANNA, **(known | changes))


def words_of(page: str) -> str:
    soup = BeautifulSoup(page, "lxml")
    for unseen in soup(["style", "title"]):
        unseen.decompose()
    for inline in soup(["a", "bdi", "span", "strong"]):
        inline.unwrap()
    soup.smooth()
    return " ".join(soup.get_text(" ").split())


def said(text: str) -> Counter[str]:
    """The words of a form without its addresses, bullets and the like, which each form has in its own way."""
    words = (word.casefold().rstrip(":") for word in text.split() if not word.startswith("http"))
    return Counter(word for word in words if word not in ("", "-", "--", ">"))


def addresses(made: Mail) -> tuple[set[str], set[str]]:
    hrefs = {str(href) for href in lxml_html.fromstring(made.html).xpath("//@href")}
    return hrefs, {word for word in made.text.split() if word.startswith("http")}


def test_the_subject_says_the_news() -> None:
    assert told(story()).subject == "Signed: Poland orders 218 K239 Chunmoo from South Korea, $3.6bn"


def test_both_forms_say_the_same() -> None:
    made = told(story(), blind=(DOWN,), maybe_repeat=True, why="it concerns Poland")
    read = words_of(made.html)
    for words in (
        "Not seen today: 1 source.",
        "Treasury notices (demo)",
        "unreachable since 21 Nov 2026, 12:00 UTC (the connection timed out)",
        "This mail may be a repeat",
        "South Korea",
        "218 K239 Chunmoo",
        "$3.6bn (contract)",
        "Reported as fact",
        QUOTE,
        "Meridian Wire",
        "published 23 Nov 2026, 06:00 UTC",
        "fetched 23 Nov 2026, 07:00 UTC",
        "Sent 23 Nov 2026, 12:00 UTC",
        "Official notice: none found yet.",
        "you follow arms deals, for Poland. Why this one: it concerns Poland.",
        "not list screening",
    ):
        assert words in made.text
        assert words in read
    for address in ("https://wire.example/1", "http://desk.example/embargowatch/stories/7"):
        assert address in made.text
        assert f'href="{address}"' in made.html


def whole(**changes: Any) -> Story:
    """A story of which everything is known."""
    seoul = replace(WIRE, article_id=2, outlet="Seoul Courier", url="https://seoul.example/2", title="")
    agency = replace(WIRE, article_id=3, outlet="Arms agency", tier="official", url="https://agency.example/3")
    known: dict[str, Any] = {
        "sources": (WIRE, seoul, agency, replace(WIRE, article_id=4, status="summary_only", published=None)),
        "origins": 2,
        "steps": (
            Step("approved", "notified", "reported", "2026-09", NOW, (3,), official=True),
            Step("signed", "contract_signed", "claimed", "", NOW, (1, 2)),
        ),
        "disagreements": (
            Disagreement(
                "value",
                (
                    Variant({"amount": 3_600_000_000, "currency": "USD", "kind": "contract"}, (1, 3)),
                    Variant({"amount": 2_800_000_000, "currency": "USD", "kind": "contract"}, (2,)),
                    Variant(None, (4,)),
                ),
            ),
            Disagreement("quantity", (Variant(1218, (1, 3, 4)), Variant(212, (2,)))),
            Disagreement("no_such_field", (Variant(1, (1,)),)),
        ),
    }
    return story(**(known | changes))


OCCASION: dict[str, Any] = {
    "changes": (Change("quantity", "", "24"), Change("stage", "Notified", "Signed")),
    "why": "it concerns Poland",
    "late": True,
    "held_back": 3,
    "skipped": {"behind a paywall": 2, "in languages that are not read": 1},
    "maybe_repeat": True,
    "blind": (DOWN,),
}


@pytest.mark.parametrize("kind", ["news", "change", "correction"])
def test_html_and_plain_text_have_the_same_words_and_addresses(kind: str) -> None:
    for made in (
        told(story()),
        told(whole(), kind=kind, **OCCASION),
        told(whole(sources=()), kind=kind, **OCCASION),
        digest([whole(sources=())], occasions={7: Occasion(kind)}),  # type: ignore[arg-type]
        digest([whole(), story(id=8, record=replace(DEAL, modality="future"))], (UNREAD,), held_back=1),
        digest([story(id=n) for n in range(1, 180)], (UNREAD,) * 60, occasions={5: Occasion("correction", late=True)}),
    ):
        assert said(words_of(made.html)) == said(made.text)
        in_html, in_text = addresses(made)
        assert in_html == in_text


def test_a_change_is_told_field_by_field() -> None:
    made = told(whole(), kind="change", **OCCASION)
    assert made.subject == (
        "Signed: Poland orders 218 K239 Chunmoo from South Korea, $3.6bn (update: quantity: ? → 24 and 1 more)"
    )
    assert "- quantity: ? → 24\n- stage: Notified → Signed\n" in made.text


def test_a_correction_says_so_before_anything_else() -> None:
    made = told(whole(), kind="correction", **OCCASION)
    assert made.subject.startswith("Correction: Signed: Poland orders")
    assert made.text.index("Correction.") < made.text.index("Arms deals: signed")


def test_of_a_withdrawn_story_nothing_is_told_again_but_that() -> None:
    gone = whole(sources=())
    made = told(gone, kind="correction", changes=(Change("record", "as told", "withdrawn: a reprint"),))
    assert made.subject.startswith("Correction (withdrawn): Signed: Poland orders")
    for text in (made.text, made.short, digest([gone], occasions={7: Occasion("correction")}).text):
        assert "do not rely on it" in text
        assert "Reported as fact" not in text
        assert QUOTE not in text
        assert "none found yet" not in text
    assert "record: as told → withdrawn: a reprint" in made.text
    assert made.facts["stories"][0]["withdrawn"] is True


def test_a_late_report_is_marked_and_one_in_time_is_not() -> None:
    assert "Late report." in told(story(), late=True).text
    assert "Late report" not in told(story()).text


def test_the_ladder_shows_how_far_it_has_come_and_who_says_so() -> None:
    text = told(whole()).text
    assert "2026-09:            Notified (Arms agency, official)" in text
    assert "Claimed (signed) (Meridian Wire and Seoul Courier)" in text


def test_a_step_told_without_its_detail_is_no_step_of_its_own() -> None:
    told_twice = (
        Step("signed", "contract_signed", "reported", "", NOW, (1,)),
        Step("signed", "", "reported", "2026-11-20", NOW, (2,), official=True),
    )
    assert "How far it has come" not in told(whole(steps=told_twice)).text
    earlier = Step("approved", "notified", "reported", "2026-09", NOW - timedelta(days=9), (3,))
    text = told(whole(steps=(*told_twice, earlier))).text
    assert text.index("2026-09:            Notified") < text.index("2026-11-20:         Signed")
    assert "Signed (Meridian Wire and Seoul Courier, official)" in text


def test_contradictions_stand_side_by_side() -> None:
    text = told(whole()).text
    assert "$3.6bn (contract) (2 outlets: Meridian Wire and Arms agency)" in text
    assert "$2.8bn (contract) (1 outlet: Seoul Courier)" in text
    assert "not told (1 outlet: Meridian Wire)" in text
    assert "Quantity:           1,218 (2 outlets: Meridian Wire and Arms agency)" in text
    assert "                    212 (1 outlet: Seoul Courier)" in text


def test_origins_are_counted_apart_from_outlets() -> None:
    assert "Told by 3 outlets in 4 articles, 2 independent origins" in told(whole()).text
    assert "Told by 1 outlet\n" in told(story()).text


def test_times_tell_happened_published_fetched_and_sent() -> None:
    dated = story(record=replace(DEAL, date="2026-11-20"), published=NOW - timedelta(days=4))
    text = told(dated).text
    assert (
        "Happened: 2026-11-20. First published: 19 Nov 2026, 12:00 UTC. "
        "First fetched: 23 Nov 2026, 07:00 UTC. Sent: 23 Nov 2026, 12:00 UTC."
    ) in text


def test_what_was_not_read_and_what_was_held_back_is_counted() -> None:
    text = told(story(), **OCCASION).text
    assert "Articles not read in full today: 2 behind a paywall, 1 in languages that are not read." in text
    assert "Since your last mail 3 alerts waited or fell away: held back by your limit" in text


def test_a_mail_on_a_known_story_answers_the_first_one_and_the_first_answers_none() -> None:
    first = mail.thread_id(ANNA, 7, "Embargo Watch <watch@news.example>")
    assert told(story(), message_id=first).in_reply_to == ""
    assert told(story(), message_id="<later@news.example>").in_reply_to == first
    assert told(story(id=8), message_id="<later@news.example>").in_reply_to != first


def test_the_links_to_unsubscribe_and_to_mute_carry_the_secret() -> None:
    made = mail.render_story_mail(
        story(), replace(ANNA, secret="5ecret"), blind=(), now=NOW, desk_url="http://desk.example/e", message_id="<1@x>"
    )
    assert made.unsubscribe_url == "http://desk.example/e/unsubscribe/1-5ecret"
    for address in (made.unsubscribe_url, "http://desk.example/e/mute/1-5ecret/7"):
        assert address in made.text
        assert f'href="{address}"' in made.html
    assert "5ecret" not in made.short + str(made.facts) + made.subject


def test_a_chat_and_a_program_are_told_the_same_news() -> None:
    made = told(whole(), kind="change", **OCCASION)
    assert made.short.splitlines()[0] == made.subject
    assert "quantity: ? → 24" in made.short
    assert "Official notice: Arms agency." in made.short
    assert "http://desk.example/embargowatch/stories/7" in made.short
    (one,) = made.facts["stories"]
    assert json.loads(json.dumps(one)) == one
    assert one["record"]["value"]["amount"] == 3_600_000_000
    assert one["changes"][0] == {"field": "quantity", "before": "", "now": "24"}


def test_what_cannot_be_seen_comes_first() -> None:
    for made in (told(story(), blind=(DOWN,)), digest([story()])):
        assert made.text.startswith("Not seen today: 1 source.")
        assert words_of(made.html).startswith("Not seen today: 1 source.")
    assert told(story()).text.startswith("Every watched source can be read today.")


def test_only_a_mail_that_may_be_a_repeat_says_so() -> None:
    assert "repeat" not in told(story()).text
    assert "repeat" not in words_of(told(story()).html)


def test_a_notice_to_congress_is_never_a_contract() -> None:
    ceiling = Money(Decimal(1_250_000_000), "USD", "estimated_ceiling")
    notice = ArmsDeal(stage="approved", stage_detail="notified", suppliers=("US",), recipients=("BG",), value=ceiling)
    made = told(story("Approved: F-16 for Bulgaria", record=notice, stage="approved"))
    assert made.subject == "Notified: F-16 for Bulgaria, up to $1.25bn"
    assert "estimated ceiling, not a contract price" in made.text


def test_a_planned_lifting_is_not_told_as_done() -> None:
    lifting = Sanction(action="lift", senders=("US",), target_countries=("VE",), modality="future")
    made = told(story("Lifted: US sanctions on Venezuela", record=lifting, topic="sanctions", stage="lift"))
    assert made.subject == "Planned, not yet lifted: US sanctions on Venezuela"
    assert "Planned, has not happened yet" in made.text
    assert "Planned, has not happened yet" in words_of(made.html)


def test_one_sides_word_is_told_as_a_claim() -> None:
    claim = replace(DEAL, modality="claimed", claimed_by="RU", value=None)
    assert told(story(record=claim)).subject.startswith("Claimed by Russia (signed): Poland orders")


def test_a_stopped_deal_is_never_just_blocked() -> None:
    for detail, word in (("suspended", "Suspended"), ("licence_denied", "Licence denied"), ("", "Halted")):
        stopped = replace(DEAL, stage="blocked", stage_detail=detail)
        made = told(story("Signed: the launchers", record=stopped, stage="blocked"))
        assert made.subject.startswith(f"{word}: the launchers")
        assert "blocked" not in made.text.lower()


def test_hostile_words_stay_words() -> None:
    evil = replace(WIRE, title=HOSTILE, outlet=HOSTILE, quote=HOSTILE, url="javascript:alert(1)")
    record = replace(
        DEAL, weapons=(Weapon(HOSTILE),), quote=HOSTILE, claimed_by=HOSTILE, modality="claimed", value=None
    )
    made = told(story(HOSTILE, record=record, sources=(evil,)), blind=(replace(DOWN, name=HOSTILE, reason=HOSTILE),))
    tree = lxml_html.fromstring(made.html)
    assert not tree.xpath("//script | //img | //@onerror")
    assert not [href for href in tree.xpath("//@href") if not href.startswith("http://desk.example/")]
    assert "\r" not in made.subject
    assert "\n" not in made.subject
    assert "\u202e" not in made.subject + made.text + made.html


def test_a_very_long_headline_is_cut_at_a_word() -> None:
    subject = told(story("Signed: " + "Poland orders launchers " * 40, record=replace(DEAL, value=None))).subject
    assert len(subject) <= mail.SUBJECT_LENGTH
    assert subject.endswith("…")


def test_nothing_is_loaded_from_elsewhere() -> None:
    made = digest([story()])
    assert not lxml_html.fromstring(made.html).xpath("//img | //link | //script | //iframe | //@background")
    assert not re.search(r"url\(|@import", made.html)


def test_a_mail_has_a_language_and_dark_colours_of_its_own() -> None:
    made = told(story(sources=(replace(WIRE, language="pl", quote=QUOTE),)))
    tree = lxml_html.fromstring(made.html)
    assert tree.get("lang") == "en"
    assert tree.xpath("string(//blockquote/@lang)") == "pl"
    assert "prefers-color-scheme: dark" in made.html
    assert "color:" in tree.xpath("string(//h1/@style)")


def test_an_official_source_is_named_as_the_notice() -> None:
    notice = replace(WIRE, article_id=2, outlet="Arms agency (demo)", tier="official", url="https://agency.example/1")
    assert "Official notice: Arms agency (demo)." in told(story(sources=(WIRE, notice))).text


def test_the_sentence_of_the_record_is_quoted_not_the_first_one() -> None:
    early = replace(WIRE, article_id=2, quote="The deal is big.", fetched_at=NOW - timedelta(hours=9))
    assert f"> {QUOTE}" in told(story(sources=(early, WIRE))).text


def test_a_digest_groups_by_topic_and_tells_what_was_not_read() -> None:
    listing = Sanction(action="impose", action_detail="designation", senders=("EU",))
    made = digest(
        [story("Designated: EU lists a firm", record=listing, topic="sanctions", stage="impose", id=8), story()],
        (UNREAD,),
    )
    assert made.subject == "23 Nov: Signed: Poland orders 218 K239 Chunmoo from South Korea, $3.6bn and 1 more"
    for words in (made.text, words_of(made.html)):
        assert "2 stories for you, 1 article not read by the machine" in words
        assert words.upper().index("ARMS DEALS") < words.index("Designated: EU lists a firm")
        assert words.index("Designated: EU lists a firm") < words.index("Ministers talk")
        assert "summary only" in words


def test_a_digest_of_unread_articles_only_says_so_in_its_subject() -> None:
    assert digest([], (UNREAD,)).subject == "23 Nov: 1 article on topic, not read by the machine"


def test_a_big_digest_stays_below_what_mail_programs_clip() -> None:
    many = [story(f"Signed: Poland orders lot {number}", id=number) for number in range(120)]
    made = digest(many)
    assert len(made.html.encode()) < 102_000
    assert all(f"lot {number}" in made.text for number in range(120))
    assert all(f"lot {number}" in made.html for number in range(120))


@pytest.mark.parametrize("n", [30, 160, 10_000])
def test_even_hostile_stories_by_the_thousand_make_a_mail_that_is_not_clipped(n: int) -> None:
    evil = replace(WIRE, title=HOSTILE * 9, outlet=HOSTILE, quote=HOSTILE * 9, url="https://x.example/" + "&" * 1900)
    record = replace(DEAL, weapons=(Weapon("<&>" * 90),) * 9, quote=HOSTILE, value=None)
    made = digest([story(HOSTILE * 9, id=number, record=record, sources=(evil,) * 9) for number in range(1, n + 1)])
    assert len(made.html.encode()) < 102_000
    n_told = len({word for word in made.text.split() if "/stories/" in word})
    assert f"{n:,} stories for you" in made.text
    assert n_told > 0
    assert f"And {n - n_told:,} more stories on the desk" in made.text or n_told == n


def test_a_story_of_ten_thousand_outlets_makes_a_mail_that_is_not_clipped() -> None:
    many = tuple(replace(WIRE, article_id=n, outlet=f"Outlet {n}", url=f"https://x.example/{n}") for n in range(10_000))
    made = told(whole(sources=many), **OCCASION)
    assert len(made.html.encode()) < 102_000
    assert "Told by 10,000 outlets" in made.text
    assert "and 9,988 more on the desk" in made.text


def test_a_subject_of_three_hundred_characters_keeps_what_changed() -> None:
    long = story("Signed: " + "Poland orders launchers " * 20, record=replace(DEAL, value=None))
    change = Change("number of launchers that were ordered by the ministry so far", "", "2 " * 200)
    for kind in ("news", "change", "correction"):
        line = told(long, kind=kind, changes=(change,)).subject
        assert len(line) <= mail.SUBJECT_LENGTH
        assert "…" in line
    assert "(update: number of launchers" in told(long, kind="change", changes=(change,)).subject


def test_what_matters_most_is_told_in_full_whichever_topic_it_is_of() -> None:
    listing = Sanction(action="impose", action_detail="designation", senders=("EU",))
    deals = [story(f"Signed: Poland orders lot {n}", id=n) for n in range(10, 60)]
    listed = story("Designated: EU lists a firm", record=listing, topic="sanctions", stage="impose", id=8,
                   sources=(replace(WIRE, tier="official"),))  # fmt: skip
    text = digest([*deals, listed], occasions={59: Occasion("correction")}).text
    in_full, in_short = text.split("IN SHORT")
    assert "Designated: EU lists a firm" in in_full
    assert "lot 59" in in_full
    assert "lot 40" in in_short


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zoë 🚀 Ñandú", "Zoë 🚀 Ñandú"),
        ("Anna\r\nBcc: eve@example.org", "Anna Bcc: eve@example.org"),
        ("\u202eannA\u2066 שלום", "annA שלום"),
        ("<b>Anna</b> & co", "<b>Anna</b> & co"),
    ],
)
def test_a_name_is_only_a_name_whatever_is_in_it(name: str, shown: str) -> None:
    made = mail.render_story_mail(
        story(), replace(ANNA, name=name), blind=(), now=NOW, desk_url="http://desk.example/", message_id="<1@x>"
    )
    for form in (made.text, words_of(made.html)):
        assert f"Why you get this: {shown}, you follow arms deals" in form
