"""`tracker documents`: copies of sealed documents from the folder to the bucket, and back."""

import argparse
import sys
from collections.abc import Iterator

from tracker.app.bucket import bucket_of
from tracker.cli.progress import Progress
from tracker.domain.base.errors import BadInput
from tracker.settings import Settings, read_settings
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.opening import papers_folder
from tracker.storage.papers.bucket_store import BucketStore
from tracker.storage.papers.copying import copy_papers
from tracker.storage.papers.paper_store import PaperStore


def copy_papers_command(chosen: argparse.Namespace) -> int:
    """Copy documents to the bucket, or back to the folder. After a break it goes on."""
    settings = read_settings()
    settings.serving.require_writable()
    bucket = bucket_of(settings)
    if bucket is None:
        raise BadInput("No bucket is set: name it in TRACKER_DOCUMENTS_URL.")
    if chosen.to == "bucket":
        return copy_to_bucket(settings, bucket)
    return _copy(bucket, papers_folder(settings.instance), str(settings.evidence))


def copy_to_bucket(settings: Settings, bucket: BucketStore) -> int:
    """Copy what is in the folder to the bucket; return 1 if some of it is damaged."""
    return _copy(papers_folder(settings.instance), bucket, str(bucket.address))


def _copy(source: PaperStore, target: PaperStore, to: str) -> int:
    done = copy_papers(source, target, lambda total: Progress("documents", total).add)
    print(f"Documents copied to {to}: {done.copied}. There already: {done.there}.")
    for name in done.damaged:
        print(
            f"The file {name} is damaged, and was not copied: take it from an older backup.",
            file=sys.stderr,
        )
    return 1 if done.damaged else 0


def papers_line(settings: Settings) -> str:
    """Return where documents lie, for doctor."""
    bucket = bucket_of(settings)
    place = f"the bucket {bucket.address}" if bucket else f"the folder {settings.evidence}"
    return f"documents lie in: {place}"


def papers_advice(settings: Settings) -> Iterator[str]:
    """Yield advice about a bucket that keeps versions, and about documents left beside it."""
    bucket = bucket_of(settings)
    if bucket is None:
        return
    if left := sum(1 for _ in papers_folder(settings.instance).names()):
        yield (
            f"{settings.evidence} still holds documents ({left}), and the office uses a bucket: "
            "run `tracker documents copy bucket`, and delete the folder once a backup holds all."
        )
    try:
        keeps = bucket.keeps_versions()
    except StorageTrouble:
        return  # the examination says it
    if keeps:
        yield (
            f"The bucket {bucket.address} keeps former versions. An erasure deletes them too if "
            "the key may do that; otherwise they stay, encrypted under a key that is destroyed."
        )


def remains_line(settings: Settings, reference: str) -> str:
    """Return what the bucket still keeps of an erased request, empty if nothing."""
    bucket = bucket_of(settings)
    left = bucket.remains_of(reference) if bucket else 0
    if not left:
        return ""
    return (
        f"The bucket keeps {left} former versions of its files, encrypted under the key that is "
        "destroyed now: this key may not delete them, so delete them by a rule of the store."
    )
