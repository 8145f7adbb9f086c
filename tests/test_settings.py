"""Settings: what the environment says, or in words what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from embargowatch.settings import Settings, read_settings


def test_what_is_not_set_or_empty_is_as_it_is_by_default():
    assert read_settings({"EMBARGOWATCH_FEEDS": " ", "EMBARGOWATCH_READERS": ""}) == Settings()


def test_each_setting_is_read_as_what_it_is():
    found = read_settings(
        {
            "EMBARGOWATCH_FEEDS": "/srv/feeds.yaml",
            "EMBARGOWATCH_READERS": "4",
            "EMBARGOWATCH_HOST_DELAY_S": "0",
            "EMBARGOWATCH_ROBOTS": "No",
            "EMBARGOWATCH_ALLOW_HOSTS": "intranet:80, ,wiki:8080",
        }
    )
    assert (found.feeds, found.readers, found.host_delay_s) == (Path("/srv/feeds.yaml"), 4, 0.0)
    assert found.robots is False
    assert found.allow_hosts == {"intranet:80", "wiki:8080"}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("ROBOTS", "perhaps", "neither yes nor no"),
        ("MAX_BYTES", "10 MB", "cannot be read"),
        ("HOST_DELAY_S", "-1", "from 0 up"),
        ("TIMEOUT_S", "nan", "from 0 up"),
        ("POLL_SLOWEST_S", "inf", "from 0 up"),
        ("READERS", "0", "at least 1"),
        ("MAX_CONNECTIONS", "0", "at least 1"),
        ("WORKERS", "0", "at least 1"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_what_is_wrong(name, text, words):
    with pytest.raises(ValueError, match=f"EMBARGOWATCH_{name}='{text}' .*{words}"):
        read_settings({f"EMBARGOWATCH_{name}": text})
