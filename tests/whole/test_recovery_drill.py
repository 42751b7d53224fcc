"""A live office and its recovery key, at a real terminal."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.terminal import at_a_terminal
from tracker.app import open_office
from tracker.cli import main
from tracker.settings import read_settings
from tracker.storage.office_data.recovery_secret import RecoverySecret

NUMBERED = re.compile(r"\d+\. (\w+)")


def test_the_words_on_the_screen_pass_the_drill_and_are_not_shown_when_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    status, screen = at_a_terminal(["init", "--live", "--admin", "a@example.org"])
    words = NUMBERED.findall(screen)
    assert status == 0
    assert len(words) == 24
    backup = str(tmp_path / "kept.tar.age")
    assert main(["backup", backup]) == 0

    lines = [" ".join(words[:12]), f"{words[12]} mistyppt", *words[12:23], words[23]]
    status, screen = at_a_terminal(["recovery", "try", backup], lines)

    assert status == 0, screen
    assert "Word 14, “mistyppt”, is not one of the words" in screen
    assert RecoverySecret.from_words(words).recipient in screen
    assert f"It opens {backup}" in screen
    assert not any(f"{one} {next_one}" in screen for one, next_one in pairwise(words))
    with open_office(read_settings()) as office:
        assert office.premises.state().recovery_tried_at is not None
