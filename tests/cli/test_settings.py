"""Settings: read once, refused with a sentence, and all of them in the operator's table."""

import re
from pathlib import Path

import pytest

from tracker.domain.errors import BadInput
from tracker.settings import SETTINGS, read_settings

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_readme_lists_every_setting_and_no_other() -> None:
    table = set(re.findall(r"^\| `(TRACKER_[A-Z_]+)`", README.read_text(encoding="utf-8"), re.M))

    assert table == {setting.name for setting in SETTINGS}


def test_the_readme_gives_each_setting_the_default_that_the_code_has() -> None:
    rows = README.read_text(encoding="utf-8")

    for setting in SETTINGS:
        assert f"| `{setting.name}` | {setting.default} | {setting.meaning} |" in rows


def test_nothing_set_gives_the_embedded_default(tmp_path: Path) -> None:
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/tracker.sqlite3"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.trusted_proxies == frozenset()
    assert not settings.secure_cookies


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TRACKER_PORT", "eighty", "whole number from 1 to 65535"),
        ("TRACKER_PORT", "70000", "whole number from 1 to 65535"),
        ("TRACKER_PORT", "٨٠", "whole number from 1 to 65535"),
        ("TRACKER_INSTANCE", "instance", "absolute path"),
        ("TRACKER_PUBLIC_URL", "localhost", "http or https address"),
        ("TRACKER_LETTERHEAD", "head.docx", "absolute path"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as told:
        read_settings({name: value})

    assert name in str(told.value)


def test_https_makes_cookies_secure() -> None:
    assert read_settings({"TRACKER_PUBLIC_URL": "https://record.example"}).secure_cookies


def test_a_damaged_key_is_not_taken_for_a_key(tmp_path: Path) -> None:
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path)})
    settings.make_instance()
    key = settings.key()
    settings.make_instance()
    assert settings.key() == key

    settings.key_file.write_text("not a key", encoding="ascii")
    with pytest.raises(BadInput, match="damaged"):
        settings.key()
