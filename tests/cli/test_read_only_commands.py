"""Commands that write beside the database change nothing on a read-only machine."""

from pathlib import Path

import pytest

from tracker.cli import main


@pytest.mark.parametrize(
    "words",
    [
        ["init"],
        ["seed"],
        ["log", "replace", "--for-good"],
        ["restore", "office.backup"],
        ["documents", "copy", "bucket"],
    ],
)
@pytest.mark.parametrize("setting", ["TRACKER_READ_ONLY", "TRACKER_PUBLIC_SIDE"])
def test_it_is_refused_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    setting: str,
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "office"))
    monkeypatch.setenv(setting, "yes")

    assert main(words) == 2

    assert f"Nothing can be changed on this machine, because {setting} is set." in (
        capsys.readouterr().err
    )
    assert not (tmp_path / "office").exists()
