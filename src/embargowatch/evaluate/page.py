"""A Markdown page with a section for each measured set; what people wrote around the sections stays."""

from __future__ import annotations

import re
from collections.abc import Iterable

from embargowatch.evaluate.report import Report
from embargowatch.evaluate.tables import as_markdown, tables


def section(said: Report) -> str:
    """What stands between the marks of a set."""
    return "\n\n".join(as_markdown(table) for table in tables(said))


def marks(name: str) -> tuple[str, str]:
    """The comments between which a set's section stands."""
    return f"<!-- measured: {name} -->", f"<!-- end of {name} -->"


def with_sections(page: str, reports: Iterable[Report]) -> str:
    """The page with the section of each report renewed; one that has no place yet goes to the end."""
    for said in reports:
        page = with_section(page, said.name, section(said))
    return page


def with_section(page: str, name: str, text: str) -> str:
    """The page with this text between the marks of this name."""
    opens, closes = marks(name)
    whole = f"{opens}\n\n{text}\n\n{closes}"
    place = re.compile(f"{re.escape(opens)}.*?{re.escape(closes)}", re.DOTALL)
    if place.search(page):
        return place.sub(lambda _: whole, page, count=1)
    return f"{page.rstrip()}\n\n{whole}\n".lstrip()
