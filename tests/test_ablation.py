"""Taking a part out changes the judging while it is out, and leaves no trace."""

import importlib.util
import sys

import pytest

from embargowatch.cli.analyze import analyze_whole
from embargowatch.settings import ROOT

SPEC = importlib.util.spec_from_file_location("ablation", ROOT / "bench" / "ablation.py")
ablation = importlib.util.module_from_spec(SPEC)
sys.modules["ablation"] = ablation
SPEC.loader.exec_module(ablation)
TEXT = """Canada fines a bank

Canada imposed sanctions on Belarus on Tuesday, and Norway ordered 54 Leopard 2 tanks from Germany.

Canada's sanctions on Belarus took effect at once. In 2020 Canada sanctioned two Belarusian banks."""


@pytest.mark.parametrize("part", ablation.PARTS)
def test_every_part_can_be_taken_out_and_is_back_afterwards(part):
    whole = analyze_whole(TEXT)
    with ablation.without(part):
        less = analyze_whole(TEXT)
    assert less["status"] == "ok"
    assert analyze_whole(TEXT) == whole
    if part in ("keywords alone", "without syntax", "without news or background"):
        assert less["records"] != whole["records"]
