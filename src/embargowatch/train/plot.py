"""The reliability plot: what is said of records and fields against how often it was right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Template

from embargowatch.train.confidence import Trained

TEMPLATE = Path(__file__).with_name("reliability.svg.j2")
TITLES = {"record": "Records", "field": "Fields"}
SERIES = (("before", "#b5651d", "#ffffff"), ("after", "#1f6feb", "#1f6feb"))


def reliability_svg(found: Mapping[str, Trained]) -> str:
    """One panel a kind of thing, ten bins of equal size a series, the diagonal where both agree."""
    panels = [
        {
            "title": f"{TITLES[kind]} ({len(trained.right):,})",
            "series": [{"points": trained.plot[name], "colour": colour, "fill": fill} for name, colour, fill in SERIES],
        }
        for kind, trained in found.items()
    ]
    template = Template(TEMPLATE.read_text(encoding="utf-8"), trim_blocks=True, autoescape=True)
    return f"{template.render(panels=panels, ticks=[0, 0.2, 0.4, 0.6, 0.8, 1])}\n"
