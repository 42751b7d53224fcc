"""The settings of the place for sealed documents, if that is not the folder of the instance."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tracker.domain.base.errors import BadInput
from tracker.settings.mailboxes import THIS_MACHINE
from tracker.settings.reading import read_path, read_port, require_guarded

_URL, _KEY, _REGION = (
    "TRACKER_DOCUMENTS_URL",
    "TRACKER_DOCUMENTS_KEY_FILE",
    "TRACKER_DOCUMENTS_REGION",
)
# The name that most stores take for any.
DEFAULT_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class BucketSettings:
    """A bucket of a store with the interface of S3, and the file with the key to it."""

    store: str
    bucket: str
    region: str
    key_file: Path


def read_bucket(found: Mapping[str, str]) -> BucketSettings | None:
    """Return the bucket for sealed documents, None if they lie in the folder. Raises BadInput."""
    url, key_file = found.get(_URL), read_path(found, _KEY)
    if not url:
        if key_file:
            raise BadInput(f"{_KEY} is set without {_URL}: set both or neither.")
        return None
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    odd = parts.username or parts.password or parts.query or parts.fragment or "/" in bucket
    if parts.scheme not in ("http", "https") or not parts.hostname or not bucket or odd:
        # It may hold a secret, so it is not repeated here.
        raise BadInput(
            f"{_URL} takes the address of a bucket, for example https://s3.example.org/office, "
            f"without a key: that is in the file that {_KEY} names."
        )
    if parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        raise BadInput(f"{_URL} takes an https address, unless the store is on this machine.")
    read_port(_URL, parts)
    if key_file is None:
        raise BadInput(f"{_URL} needs {_KEY}, the file with the key of the bucket: set it.")
    require_guarded(_KEY, key_file, "the key of a bucket")
    store = f"{parts.scheme}://{parts.netloc}"
    return BucketSettings(store, bucket, found.get(_REGION) or DEFAULT_REGION, key_file)
