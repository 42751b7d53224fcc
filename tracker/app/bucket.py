"""Where the sealed documents of an office lie, as the settings say."""

from dataclasses import asdict

from tracker import storage
from tracker.app.keys import office_mark
from tracker.settings import Settings


def bucket_of(settings: Settings) -> storage.BucketStore | None:
    """Return the bucket of the office; None if its documents lie in the folder."""
    if settings.bucket is None:
        return None
    address = storage.BucketAddress(**asdict(settings.bucket))
    return storage.BucketStore(address, office_mark(settings.key()))
