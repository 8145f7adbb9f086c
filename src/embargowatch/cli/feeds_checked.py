"""`embargowatch feeds check`: what was found, as words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from embargowatch.checking import Checked, Found, Try
from embargowatch.explain.pen import safe
from embargowatch.feeds_file import block, written
from embargowatch.fetch import FeedContent
from embargowatch.fetch.rows import Proposal
from embargowatch.types import Entry, Failure, Feed, Page

LABEL = 12


def as_json(checked: Checked) -> dict[str, Any]:
    """Everything, in plain values."""
    answer = checked.tries[-1].answer
    return {
        "url": checked.url,
        "final_url": answer.final_url,
        "status": answer.status,
        "seconds": round(answer.seconds, 3) if isinstance(answer, Page) else None,
        **_found(checked.found, answer),
        "user_agent": {
            "ours_is_accepted": isinstance(checked.tries[0].answer, Page),
            "needs": checked.tries[-1].user_agent if isinstance(answer, Page) else "",
            "tries": [{"user_agent": each.user_agent, "answer": _answer(each)} for each in checked.tries],
        },
        "advertised": [{"url": found.url, **_found(found, answer)} for found in checked.advertised],
        "proposals": [_proposal(each, checked) for each in (checked.found.look.proposals if checked.found else ())],
        "feeds_yaml": block(checked.feed) if checked.feed else "",
    }


def as_words(checked: Checked) -> str:
    """Everything, for people."""
    answer = checked.tries[-1].answer
    lines = [checked.url, *(_line(label, words) for label, words in _told(checked, answer))]
    for n, proposal in enumerate(checked.found.look.proposals if checked.found else (), 1):
        lines += ["", f"Rows that repeat, guess {n}: {proposal.rows} rows", *_preview(proposal)]
    if checked.feed:
        lines += ["", "For feeds.yaml (look over name, tier and country):", "", block(checked.feed).rstrip()]
        if (proposals := checked.found.look.proposals if checked.found else ()) and proposals[0].next:
            lines += [f'    # for older rows too, add to the selectors:  next: "{proposals[0].next}"']
    else:
        lines += ["", "It cannot be a source as it stands."]
    return "\n".join(lines)


def _told(checked: Checked, answer: Page | Failure) -> Iterator[tuple[str, str]]:
    if isinstance(answer, Failure):
        yield "answer", answer.reason
    else:
        moved = f", redirected to {answer.final_url}" if answer.final_url != answer.url else ""
        yield "answer", f"{answer.status} in {answer.seconds:.1f} s, {len(answer.body):,} bytes{moved}"
    yield "user agent", _agents(checked.tries)
    if checked.found:
        yield from _of(checked.found)
        for found in checked.advertised:
            yield "names", f"{found.url} ({'; '.join(words for label, words in _of(found) if label != 'consent')})"
        if checked.found.look.format == "page" and not checked.found.look.advertised:
            yield "names", "no feed"


def _agents(tries: tuple[Try, ...]) -> str:
    first, last = tries[0], tries[-1]
    if len(tries) == 1:
        return f"ours is accepted: {first.user_agent}" if isinstance(first.answer, Page) else first.user_agent
    refused = "; ".join(f"{each.user_agent}: {_answer(each)}" for each in tries[:-1])
    if isinstance(last.answer, Page):
        return f"it needs {last.user_agent} ({refused})"
    return f"no form of ours is accepted ({refused}; {last.user_agent}: {_answer(last)})"


def _of(found: Found) -> Iterator[tuple[str, str]]:
    title = f", {found.title!r}" if found.title else ""
    yield "what it is", (found.look.format or "nothing that can be a source") + title
    if isinstance(found.outcome, FeedContent):
        content = found.outcome
        newest = f", newest {_day(content.newest)}" if content.newest else ", without dates that can be believed"
        gap = content.median_gap
        yield "items", f"{len(content.entries)}{newest}" + (f", usually one every {_span(gap)}" if gap else "")
        if content.dropped:
            yield "left out", f"{len(content.dropped)}, as {content.dropped[0]}"
    yield "state", found.state.state.replace("_", " ") + (f": {found.state.reason}" if found.state.reason else "")
    yield "consent", "it shows a consent page first" if found.state.state == "consent_wall" else "no consent page"


def _found(found: Found | None, answer: Page | Failure) -> dict[str, Any]:
    content = found.outcome if found and isinstance(found.outcome, FeedContent) else None
    gap = content.median_gap if content else None
    return {
        "kind": found.look.kind if found and content else "listing" if found and found.look.proposals else "",
        "format": found.look.format if found else "",
        "title": found.title if found else "",
        "items": len(content.entries) if content else 0,
        "newest": content.newest.isoformat() if content and content.newest else None,
        "rhythm_hours": round(gap.total_seconds() / 3600, 2) if gap else None,
        "left_out": list(content.dropped[:20]) if content else [],
        "consent_wall": bool(found and found.state.state == "consent_wall"),
        "state": found.state.state if found else "",
        "reason": found.state.reason if found else answer.reason if isinstance(answer, Failure) else "",
    }


def _proposal(proposal: Proposal, checked: Checked) -> dict[str, Any]:
    source = Feed("a", "a", checked.url, "listing", selectors=proposal.selectors)
    return {
        "selectors": written(source)["selectors"],
        "next": proposal.next,
        "rows": proposal.rows,
        "preview": [
            {"title": entry.title, "url": entry.url, "published": entry.published and entry.published.isoformat()}
            for entry in proposal.preview
        ],
    }


def _preview(proposal: Proposal) -> list[str]:
    selectors = proposal.selectors
    where = [f"row {selectors.row}", f"link {selectors.link}", f"title {selectors.title}"]
    return [
        f"  {', '.join(where)}, date {selectors.date or 'none found'}",
        *(f"  {_date(entry)}  {entry.title[:60]:60}  {entry.url}" for entry in proposal.preview),
    ]


def _answer(each: Try) -> str:
    if isinstance(each.answer, Page):
        return str(each.answer.status)
    return str(each.answer.status or each.answer.reason)


def _date(entry: Entry) -> str:
    return f"{entry.published:%Y-%m-%d}" if entry.published else "no date   "


def _day(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _span(gap: timedelta) -> str:
    hours = gap.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.1f} hours"


def _line(label: str, words: str) -> str:
    return f"  {label:{LABEL}}{safe(words)}"
