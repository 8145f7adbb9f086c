"""`./run`: the one script, as its user meets it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "run", *words], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize(
    "word", ["demo", "up", "stop", "status", "reset", "test", "lint", "bench", "evaluate", "embargowatch"]
)
def test_help_names_every_mode(word: str) -> None:
    assert f"./run {word}" in run("help").stdout


def test_an_unknown_mode_is_refused_with_the_list_of_those_that_are(tmp_path: Path) -> None:
    refused = run("dmeo")
    assert refused.returncode == 2
    assert "there is no ./run dmeo" in refused.stderr
    assert "./run demo" in refused.stderr
    assert refused.stdout == ""


def test_an_unknown_benchmark_is_answered_with_those_that_there_are() -> None:
    refused = run("bench", "nothing")
    assert refused.returncode == 2
    assert "clean" in refused.stderr
    assert "analyze" in refused.stderr


def test_standard_output_of_the_command_line_is_its_own_only() -> None:
    asked = run("embargowatch", "nonsense")
    assert asked.returncode == 2
    assert asked.stdout == ""
    assert "there is no command 'nonsense'" in asked.stderr


def test_the_script_is_posix_shell() -> None:
    shell = shutil.which("dash") or shutil.which("sh")
    assert shell
    assert subprocess.run([shell, "-n", ROOT / "run"], check=False).returncode == 0


def test_the_locks_pin_every_distribution_by_hash_and_name_no_registry() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text("utf-8")
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("==" in pin and pin.rstrip().endswith("\\") for pin in pins)
        assert "://" not in text
