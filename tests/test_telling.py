"""Who is told what and when, end to end: once, then what changed; the hours, the cap, the mute; corrections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from psycopg2.extensions import connection

from embargowatch import mail, pipeline, store
from embargowatch.channels.email import MailServer
from embargowatch.local.ports import free_port
from embargowatch.sandbox import Sandbox
from embargowatch.settings import Settings
from embargowatch.types import ArmsDeal, Feed, Sanction, Subscription, Tally, Target, Weapon
from line import Newspaper, Postbox, Text, post_office, rows, run_line, run_stage
from web_server import WebServer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA = Subscription("ada@example.org", cadence="immediate")
DEAL = ArmsDeal(
    stage="approved",
    suppliers=("KR",),
    recipients=("EE",),
    weapons=(Weapon("K9", category="artillery"),),
    quote="Estonia is to get K9",
    confidence={"record": 0.8},
)
LISTING = Sanction(
    action="impose",
    senders=("US",),
    target_countries=("BY",),
    targets=(Target("Pripyat Freight Lines", type="company"),),
    confidence={"record": 0.3},
)


@dataclass
class Newsroom:
    """Prints articles of which a test says what they tell, and runs the line."""

    db: connection
    paper: Newspaper
    settings: Settings
    mail_server: MailServer
    postbox: Postbox
    found: dict[str, list[ArmsDeal | Sanction]]
    feeds: dict[str, Feed] = field(default_factory=dict)

    def print(self, title: str, *records: ArmsDeal | Sanction, now: datetime, tier: str = "general") -> None:
        self.found[title] = list(records)
        text = Text(title, (f"{title}. The ministry said so on Monday. " * 8,), now - HOUR, title)
        url = self.paper.print(f"/{len(self.found)}", text)
        self.feeds[title] = self.paper.announce(f"feed-{len(self.found)}", [(url, text)], tier=tier)
        pipeline.import_feeds(self.db, list(self.feeds.values()), now=now)
        run_line(self.db, self.settings, self.mail_server, now, last="decide")

    def subscribe(self, *subscriptions: Subscription, now: datetime) -> None:
        pipeline.import_subscribers(self.db, subscriptions, now=now)

    def send(self, now: datetime) -> list[EmailMessage]:
        """The mails that go out now."""
        before = len(self.postbox.mails)
        self.tally = run_stage("send", self.db, self.settings, self.mail_server, now)
        return self.postbox.mails[before:]

    def only_story(self) -> int:
        [(story_id,)] = rows(self.db, "select id from embargowatch.stories")
        return int(story_id)


@pytest.fixture
def newsroom(db: connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    found: dict[str, list[ArmsDeal | Sanction]] = {}
    monkeypatch.setattr(Sandbox, "extract", lambda _, article: tuple(found.get(article.title, ())))
    postbox = Postbox()
    with WebServer() as server, post_office(postbox) as mail_server:
        yield Newsroom(db, Newspaper(server), server.settings(), mail_server, postbox, found)


def words(one: EmailMessage) -> str:
    part = one.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


# --- once, and again only when ------------------------------------------------------------------------------------


def test_a_quantity_that_becomes_known_is_told_field_by_field_in_the_same_thread(newsroom, now):
    newsroom.subscribe(ADA, now=now)
    newsroom.print("Estonia to get howitzers", DEAL, now=now)
    [first] = newsroom.send(now)

    newsroom.print("Twelve of them", replace(DEAL, weapons=(Weapon("K9", "artillery", quantity=12),)), now=now + HOUR)
    [second] = newsroom.send(now + HOUR)

    assert "quantity: ? → 12" in words(second)
    assert first["Message-ID"] in (second["In-Reply-To"] or second["References"])


def test_another_outlet_that_says_the_same_tells_nobody_again(newsroom, now):
    newsroom.subscribe(ADA, now=now)
    newsroom.print("Estonia to get howitzers", DEAL, now=now)
    newsroom.send(now)

    newsroom.print("Howitzers for Estonia", DEAL, now=now + HOUR)

    assert newsroom.send(now + HOUR) == []
    assert rows(newsroom.db, "select count(*) from embargowatch.alerts") == [(1,)]


def test_what_changed_while_a_digest_waited_is_in_the_digest_once(newsroom, now):
    newsroom.subscribe(replace(ADA, cadence="hourly"), now=now)
    newsroom.print("Estonia to get howitzers", DEAL, now=now + timedelta(minutes=5))
    newsroom.print("Signed", replace(DEAL, stage="signed"), now=now + timedelta(minutes=10))

    assert newsroom.send(now + timedelta(minutes=15)) == []
    [digest] = newsroom.send(now + HOUR)
    assert "Signed" in digest["Subject"]
    assert newsroom.send(now + 2 * HOUR) == []


def test_a_change_that_was_taken_back_before_it_was_sent_is_not_told(newsroom, now, monkeypatch):
    newsroom.subscribe(ADA, now=now)
    newsroom.print("Estonia to get howitzers", DEAL, now=now)
    newsroom.send(now)
    story = newsroom.only_story()
    rows(
        newsroom.db,
        'update embargowatch.stories set record = record || \'{"stage": "signed"}\', to_tell = true returning id',
    )
    pipeline.decide(newsroom.db, newsroom.settings, now=now + HOUR)
    rows(newsroom.db, 'update embargowatch.stories set record = record || \'{"stage": "approved"}\' returning id')

    assert newsroom.send(now + HOUR) == []

    assert newsroom.tally == Tally(skipped=1)
    assert rows(newsroom.db, "select state, kind from embargowatch.alerts where story_id = %s order by id", story) == [
        ("sent", "news"),
        ("held", "change"),
    ]


def test_who_asked_for_signed_deals_hears_what_becomes_of_one_they_were_told(newsroom, now):
    newsroom.subscribe(replace(ADA, stages=("signed",)), now=now)
    newsroom.print("Approved", DEAL, now=now)
    assert newsroom.send(now) == []
    newsroom.print("Signed", replace(DEAL, stage="signed"), now=now + HOUR)
    assert len(newsroom.send(now + HOUR)) == 1

    newsroom.print("Delivered", replace(DEAL, stage="delivered"), now=now + 2 * HOUR)

    assert "Delivered" in newsroom.send(now + 2 * HOUR)[0]["Subject"]


# --- official designations, quiet hours, confidence ---------------------------------------------------------------


def test_an_official_designation_comes_in_quiet_hours_and_counts_what_they_hold_back(newsroom, now):
    newsroom.subscribe(replace(ADA, quiet_from="11:00", quiet_until="18:00"), now=now)  # it is noon
    newsroom.print("A deal", DEAL, now=now)
    assert newsroom.send(now) == []

    newsroom.print("Treasury designates", LISTING, now=now, tier="official")
    [urgent] = newsroom.send(now)

    assert "Pripyat" in urgent["Subject"]
    assert "1 alert waited" in words(urgent)
    [later] = newsroom.send(now + 6 * HOUR)
    assert "K9" in later["Subject"]


def test_what_is_doubtful_is_held_and_counted_and_told_once_it_is_not(newsroom, now):
    newsroom.subscribe(replace(ADA, min_confidence=0.7), now=now)
    newsroom.print("Perhaps", LISTING, now=now)
    assert newsroom.send(now) == []
    assert rows(newsroom.db, "select state, reason from embargowatch.alerts") == [
        ("held", "confidence: 0.30 is less than 0.7")
    ]

    newsroom.print("A deal", DEAL, now=now)
    [told] = newsroom.send(now)
    assert "1 alert waited" in words(told)

    newsroom.print("Treasury says so", LISTING, now=now + HOUR, tier="official")
    [official] = newsroom.send(now + HOUR)
    assert "Pripyat" in official["Subject"]


# --- digests ------------------------------------------------------------------------------------------------------


def test_a_weekly_digest_comes_on_its_day_at_its_local_hour_and_when_that_was_missed(newsroom, now):
    weekly = replace(ADA, cadence="weekly", weekday=2, hour=7, timezone="Europe/Tallinn")  # it is Monday
    newsroom.subscribe(weekly, now=now)
    newsroom.print("A deal", DEAL, now=now)
    wednesday = datetime.fromisoformat("2026-11-25T07:00:00+02:00")

    assert newsroom.send(wednesday - timedelta(minutes=1)) == []
    assert run_stage("send_digest", newsroom.db, newsroom.settings, newsroom.mail_server, wednesday) == Tally()
    assert len(newsroom.send(wednesday + 30 * HOUR)) == 1  # nobody ran for a day


def test_a_flood_is_one_digest(newsroom, now):
    newsroom.subscribe(replace(ADA, most_per_hour=3), now=now)
    deals = [replace(DEAL, recipients=(code,)) for code in ("EE", "LV", "LT", "FI", "SE")]
    newsroom.print("Five deals", *deals, now=now)

    [digest] = newsroom.send(now)

    assert "and 4 more" in digest["Subject"]
    assert rows(newsroom.db, "select count(*), count(distinct message_id) from embargowatch.alerts") == [(5, 1)]


def test_who_had_their_mails_of_the_hour_gets_the_rest_in_the_next_and_is_told_how_many(newsroom, now):
    newsroom.subscribe(replace(ADA, most_per_hour=1), now=now)
    newsroom.print("One", DEAL, now=now)
    assert len(newsroom.send(now)) == 1
    newsroom.print("Two and three", *(replace(DEAL, recipients=(to,)) for to in ("LV", "LT")), now=now)
    assert newsroom.send(now) == []

    newsroom.print("Treasury designates", LISTING, now=now, tier="official")
    [urgent] = newsroom.send(now)
    assert "2 alerts waited" in words(urgent)

    [digest] = newsroom.send(now + HOUR + timedelta(minutes=1))
    assert "and 1 more" in digest["Subject"]


def test_five_hundred_stories_in_one_run_are_one_mail(newsroom, now):
    newsroom.subscribe(ADA, now=now)
    newsroom.print("One", DEAL, now=now)
    rows(
        newsroom.db,
        "insert into embargowatch.stories (topic, headline, stage, record, parties, first_seen, last_seen, published,"
        " news_from, news_until, background, changed_at) select topic, headline, stage, record, parties, first_seen,"
        " last_seen, published, news_from, news_until, background, changed_at"
        " from embargowatch.stories, generate_series(2, 500) returning 1",
    )
    pipeline.decide(newsroom.db, newsroom.settings, now=now)

    [digest] = newsroom.send(now)

    assert "and 499 more" in digest["Subject"]
    assert rows(newsroom.db, "select state, count(*) from embargowatch.alerts group by 1") == [("sent", 500)]


def test_a_story_that_cannot_be_written_costs_itself_only(newsroom, now, monkeypatch):
    newsroom.subscribe(replace(ADA, most_per_hour=1), now=now)
    newsroom.print("Three deals", *(replace(DEAL, recipients=(to,)) for to in ("EE", "LV", "LT")), now=now)
    told_of = mail.Told.of

    def stumble(story, *rest):
        if story.record.recipients == ("LV",):
            raise ZeroDivisionError("no such letter")
        return told_of(story, *rest)

    monkeypatch.setattr(mail.Told, "of", stumble)
    [digest] = newsroom.send(now)

    assert "Lithuania" in words(digest)
    assert "Latvia" not in words(digest)
    assert rows(newsroom.db, "select state, count(*) from embargowatch.alerts group by 1 order by 1") == [
        ("dead", 1),
        ("sent", 2),
    ]
    assert newsroom.send(now + DAY) == []


# --- mute ---------------------------------------------------------------------------------------------------------


def test_a_muted_story_is_told_no_more_and_the_others_are(newsroom, now):
    newsroom.subscribe(ADA, now=now)
    newsroom.print("Approved", DEAL, now=now)
    newsroom.send(now)
    [subscription] = store.enabled_subscriptions(newsroom.db)
    assert store.mute_story(newsroom.db, subscription.id, newsroom.only_story(), now=now) == 1

    newsroom.print("Signed, and a listing", replace(DEAL, stage="signed"), LISTING, now=now + HOUR)
    [told] = newsroom.send(now + HOUR)

    assert "Pripyat" in told["Subject"]


def test_a_story_muted_while_it_waits_for_the_digest_is_not_in_it(newsroom, now):
    newsroom.subscribe(replace(ADA, cadence="hourly"), now=now)
    newsroom.print("Approved, and a listing", DEAL, LISTING, now=now + timedelta(minutes=5))
    [subscription] = store.enabled_subscriptions(newsroom.db)
    [(story_id,)] = rows(newsroom.db, "select id from embargowatch.stories where topic = 'arms_deals'")
    store.mute_story(newsroom.db, subscription.id, story_id, now=now)

    [digest] = newsroom.send(now + HOUR)

    assert "Pripyat" in words(digest)
    assert "K9" not in words(digest)
    assert sorted(rows(newsroom.db, "select state from embargowatch.alerts")) == [("held",), ("sent",)]


def test_a_muted_subscription_gets_what_waited_when_the_mute_is_over(newsroom, now):
    newsroom.subscribe(ADA, now=now)
    [subscription] = store.enabled_subscriptions(newsroom.db)
    store.mute_subscription(newsroom.db, subscription.id, now + 5 * DAY)
    newsroom.print("Treasury designates", LISTING, now=now, tier="official")

    assert newsroom.send(now + 4 * DAY) == []
    [told] = newsroom.send(now + 5 * DAY)
    assert "late report" in words(told).lower()


# --- corrections --------------------------------------------------------------------------------------------------


def reject(newsroom: Newsroom, now: datetime) -> bool:
    [(record_id,)] = rows(newsroom.db, "select id from embargowatch.arms_deals order by id limit 1")
    return pipeline.reject_record(
        newsroom.db, "arms_deals", record_id, by="ben", reason="it was another country", now=now
    )


def test_who_was_told_of_a_rejected_record_gets_a_correction_and_nobody_else(newsroom, now):
    newsroom.subscribe(ADA, replace(ADA, email="late@example.org", cadence="hourly"), now=now)
    newsroom.print("A deal", DEAL, now=now + timedelta(minutes=5))
    assert len(newsroom.send(now + timedelta(minutes=10))) == 1

    assert reject(newsroom, now + timedelta(minutes=20))
    pipeline.decide(newsroom.db, newsroom.settings, now=now + timedelta(minutes=20))
    [correction, *others] = newsroom.send(now + 2 * HOUR)

    assert others == []
    assert correction["To"] == "ada@example.org"
    assert correction["Subject"].startswith("Correction")
    assert "it was another country" in words(correction)
    assert not reject(newsroom, now)


def test_a_withdrawn_story_that_is_told_again_is_told_again(newsroom, now):
    newsroom.subscribe(ADA, now=now)
    newsroom.print("A deal", DEAL, now=now)
    newsroom.send(now)
    reject(newsroom, now)
    pipeline.decide(newsroom.db, newsroom.settings, now=now)
    newsroom.send(now)

    newsroom.print("The deal again", DEAL, now=now + HOUR)

    assert len(newsroom.send(now + HOUR)) == 1


def test_a_corrected_record_makes_the_story_and_says_what_was_told_otherwise(newsroom, now):
    newsroom.subscribe(ADA, now=now)
    newsroom.print("A deal", DEAL, now=now)
    newsroom.send(now)
    [(record_id,)] = rows(newsroom.db, "select id from embargowatch.arms_deals")

    right = replace(DEAL, recipients=("LV",))
    assert pipeline.correct_record(newsroom.db, record_id, right, by="ben", reason="Latvia buys", now=now)
    pipeline.decide(newsroom.db, newsroom.settings, now=now)
    [correction] = newsroom.send(now)

    assert "to: Estonia → Latvia" in words(correction)
    assert rows(newsroom.db, "select record ->> 'recipients' from embargowatch.stories") == [('["LV"]',)]


def test_a_rejected_record_stays_rejected_when_its_article_is_judged_again(newsroom, now):
    newsroom.print("A deal", DEAL, now=now)
    reject(newsroom, now)

    pipeline.replay(newsroom.db, since=now.date(), until=now.date())
    run_line(newsroom.db, newsroom.settings, newsroom.mail_server, now, first="classify", last="link")

    assert rows(newsroom.db, "select count(*) from embargowatch.stories") == [(0,)]


def test_one_way_that_is_down_keeps_nobody_else_waiting(newsroom, now):
    newsroom.subscribe(replace(ADA, channel="webhook", address="env:NOWHERE"), replace(ADA, label="b"), now=now)
    newsroom.print("A deal", DEAL, now=now)

    assert len(newsroom.send(now)) == 1


def test_a_mail_server_that_is_down_is_asked_once(newsroom, now):
    newsroom.subscribe(ADA, replace(ADA, email="ben@example.org"), now=now)
    newsroom.print("A deal", DEAL, now=now)
    newsroom.mail_server = MailServer("127.0.0.1", free_port(18700))

    newsroom.send(now)

    assert newsroom.tally == Tally(failed=1)
