"""Where the sealed documents of an office lie, as the settings say."""

from dataclasses import asdict

from tracker import storage
from tracker.app.keys import derived
from tracker.settings import Settings


def bucket_of(settings: Settings) -> storage.BucketStore | None:
    """Return the bucket of the office; None if its documents lie in the folder."""
    if settings.bucket is None:
        return None
    mark = derived(settings.key(), "mark of the bucket").hex()
    return storage.BucketStore(storage.BucketAddress(**asdict(settings.bucket)), mark)
