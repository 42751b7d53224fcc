"""Where the sealed documents of an office lie, as the settings say."""

from dataclasses import asdict

from tracker.app.keys import office_mark
from tracker.settings import Settings
from tracker.storage.papers.bucket_client import BucketAddress
from tracker.storage.papers.bucket_store import BucketStore


def bucket_of(settings: Settings) -> BucketStore | None:
    """Return the bucket of the office; None if its documents lie in the folder."""
    if settings.bucket is None:
        return None
    address = BucketAddress(**asdict(settings.bucket))
    return BucketStore(address, office_mark(settings.key()))
