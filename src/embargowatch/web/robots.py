"""What a site's robots.txt asks of us (RFC 9309)."""

from __future__ import annotations

import re
from functools import lru_cache

from protego import Protego

from embargowatch.types import Failure, Page, Robots

PATH = "/robots.txt"
MAX_CHARS = 500 * 1024
"""As much as RFC 9309 wants read; the rest is not looked at."""
GOOD_FOR_S = 24 * 3600.0
ASK_AGAIN_AFTER_S = 3600.0
"""When it could not be had."""
_AGENT = re.compile(r"\s*user[- ]?agent\s*:?\s*([^#]*)", re.IGNORECASE)
_RULE = re.compile(r"\s*disallow\s*:\s*([^#]*)", re.IGNORECASE)
_FOR_NOBODY, _FOR_ALL, _FOR_US = 0, 1, 2
_SOMEBODY_ELSE = "\x7f"
"""Not in the name of anybody who asks."""


def read_robots(answer: Page | Failure) -> Robots | None:
    """What an answer to a request for robots.txt comes to; None when it was not to be had at all.

    No file (4xx) allows everything; a server that is ill or busy (5xx, 429) refuses everything for now.
    """
    match answer:
        case Page():
            return Robots("rules", answer.body.decode(errors="replace")[:MAX_CHARS], good_for_s=GOOD_FOR_S)
        case Failure(status=int(status)) if status >= 500 or status == 429:
            reason = f"{answer.final_url} answered {status}, so its site may not be read for now"
            return Robots("refused", reason=reason, good_for_s=max(ASK_AGAIN_AFTER_S, answer.retry_after or 0.0))
        case Failure(kind="unreachable" | "private_address" | "bad_url" | "put_off" | "internal"):
            return None
        case _:
            return Robots("allowed", good_for_s=GOOD_FOR_S)


class Rules:
    """The rules of one robots.txt for one name."""

    def __init__(self, body: str, name: str) -> None:
        lines = _groups(body, name)
        self._name = name
        self._parsed = Protego.parse("\n".join(line for _, line in lines))
        ours = max((group for group, _ in lines), default=_FOR_NOBODY)
        found = [_RULE.match(line) for group, line in lines if group == ours]
        self._disallowed = tuple(each[1].strip() for each in found if each and each[1].strip())

    @property
    def crawl_delay_s(self) -> float:
        """Seconds between two requests; 0 when nothing is asked for."""
        return self._parsed.crawl_delay(self._name) or 0.0

    def against(self, url: str) -> str:
        """The rule that refuses an address ("Disallow: /private/"), or ""."""
        if self._parsed.can_fetch(url, self._name):
            return ""
        longest = sorted(self._disallowed, key=len, reverse=True)
        return next((f"Disallow: {path}" for path in longest if _refuses(path, url)), "Disallow")


@lru_cache(maxsize=128)
def rules(body: str, name: str) -> Rules:
    """`Rules`, read once for the many pages of a site."""
    return Rules(body, name)


def _refuses(path: str, url: str) -> bool:
    return not Protego.parse(f"User-agent: *\nDisallow: {path}").can_fetch(url, "*")


def _groups(body: str, name: str) -> list[tuple[int, str]]:
    """Each line with the group that it is in: for us by name, for everybody, or for somebody else.

    Everybody else becomes the same somebody: the parser keeps each rule once for each name of its group, and a file
    of ten thousand names and ten thousand rules would be a hundred million.
    """
    lines: list[tuple[int, str]] = []
    group, names_go_on = _FOR_NOBODY, False
    for line in body.removeprefix("\ufeff").splitlines():
        if agent := _AGENT.match(line):
            whom = _whom(agent[1].strip().lower(), name.lower())
            group = max(group, whom) if names_go_on else whom
            names_go_on = True
            lines.append((group, line if whom else f"User-agent: {_SOMEBODY_ELSE}"))
        else:
            names_go_on = names_go_on and not line.partition("#")[0].strip()
            lines.append((group, line))
    return lines


def _whom(agent: str, name: str) -> int:
    if agent == "*":
        return _FOR_ALL
    return _FOR_US if agent.strip("*") and agent.strip("*") in name else _FOR_NOBODY
