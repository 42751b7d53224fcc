"""Settings of the bucket for sealed documents: one address, and a key in a file of its own."""

from pathlib import Path

import pytest

from tracker.domain.base.errors import BadInput
from tracker.settings import read_settings
from tracker.settings.bucket import BucketSettings

URL, KEY = "TRACKER_DOCUMENTS_URL", "TRACKER_DOCUMENTS_KEY_FILE"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text("name\nopen sesame\n")
    file.chmod(0o600)
    return file


def test_without_settings_documents_lie_in_the_folder() -> None:
    assert read_settings({}).bucket is None


@pytest.mark.parametrize(
    ("url", "region", "found"),
    [
        ("https://s3.example.org/office", "", ("https://s3.example.org", "us-east-1")),
        ("https://s3.example.org:8443/office/", "", ("https://s3.example.org:8443", "us-east-1")),
        ("http://127.0.0.1:8333/office", "garage", ("http://127.0.0.1:8333", "garage")),
    ],
)
def test_a_bucket_is_named_by_its_address(
    key: Path, url: str, region: str, found: tuple[str, str]
) -> None:
    settings = read_settings({URL: url, KEY: str(key), "TRACKER_DOCUMENTS_REGION": region})

    store, of = found
    assert settings.bucket == BucketSettings(store, "office", of, key)
    assert "sesame" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        "s3://office",
        "https://s3.example.org",
        "https://s3.example.org/office/folder",
        "https://name:sesame@s3.example.org/office",
        "https://s3.example.org/office?secret=sesame",
    ],
)
def test_an_address_of_another_form_is_refused_and_not_repeated(key: Path, url: str) -> None:
    with pytest.raises(BadInput, match="takes the address of a bucket") as refused:
        read_settings({URL: url, KEY: str(key)})

    assert "sesame" not in str(refused.value)


def test_a_store_elsewhere_needs_tls(key: Path) -> None:
    with pytest.raises(BadInput, match="takes an https address, unless"):
        read_settings({URL: "http://s3.example.org/office", KEY: str(key)})


def test_address_and_key_belong_together(key: Path) -> None:
    with pytest.raises(BadInput, match=f"{URL} needs {KEY}"):
        read_settings({URL: "https://s3.example.org/office"})
    with pytest.raises(BadInput, match=f"{KEY} is set without {URL}"):
        read_settings({KEY: str(key)})


def test_a_key_that_others_may_read_is_refused_unless_systemd_guards_it(
    key: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # systemd opens a credential to one account by an access list, which looks like this mode.
    key.chmod(0o440)
    named = {URL: "https://s3.example.org/office", KEY: str(key)}

    with pytest.raises(BadInput, match="chmod 600"):
        read_settings(named)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_settings(named).bucket
    key.unlink()
    with pytest.raises(BadInput, match="which is not there"):
        read_settings(named)
