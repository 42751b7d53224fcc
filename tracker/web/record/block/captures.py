"""Captures of cited pages on the public site: each with its hash, and the file if it is free."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response

from tracker.domain.law.block import Block
from tracker.domain.measurements.captures import CaptureKind, CaptureReuse
from tracker.services.core.office import Office
from tracker.services.ports.captures import CapturePublication, StoredCapture
from tracker.services.ports.log import LeafSource, Placed
from tracker.web.base.language import lazy_gettext

CAPTURE_KINDS = {
    CaptureKind.WACZ: lazy_gettext("captured with a browser extension (WACZ)"),
    CaptureKind.WARC: lazy_gettext("captured as a web archive (WARC)"),
    CaptureKind.HTML: lazy_gettext("saved by a browser (HTML)"),
    CaptureKind.PDF: lazy_gettext("printed by a browser (PDF)"),
    CaptureKind.PNG: lazy_gettext("a picture of the screen (PNG)"),
}
REUSES = {
    CaptureReuse.OFFICIAL: lazy_gettext("official document"),
    CaptureReuse.FREE: lazy_gettext("free to copy"),
}


@dataclass(frozen=True, slots=True)
class CaptureShown:
    """A capture as readers see it. A withdrawn one has no address.

    `reuse` says why the file is offered, empty if it is not.
    """

    sha256: str
    address: str
    captured_on: date
    kind: str
    size: int
    archived: str
    reuse: str
    reason: str
    published_on: date
    placed: Placed | None
    withdrawn_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class CapturesPage:
    """The captures about a block that stand, and those that were withdrawn, newest first."""

    block: Block
    captures: tuple[CaptureShown, ...]
    withdrawn: tuple[CaptureShown, ...]


def captures_page(office: Office, key: str) -> CapturesPage:
    """Return the page of a block's captures. Raises NotOnFile if there is no such block."""
    block = office.library.block(key)
    zone = ZoneInfo(office.library.zone_of(block.bodies[0]) if block.bodies else "UTC")
    shown = [
        _shown(office, each, of, zone)
        for each in office.captures.published(block.key)
        if (of := each.published)
    ]
    return CapturesPage(
        block=block,
        captures=tuple(each for each in shown if each.withdrawn_on is None),
        withdrawn=tuple(each for each in shown if each.withdrawn_on is not None),
    )


def send_capture(office: Office, key: str, digest: str) -> Response:
    """Return the file of a capture that readers may have. Raises NotOnFile for another."""
    block = office.library.block(key)
    return send_wacz(office.captures.open_content(block.key, digest), block.key, digest)


def send_wacz(content: bytes, key: str, digest: str) -> Response:
    """Return a capture as a download: no browser may show what pages of others hold."""
    answer = Response(content, mimetype="application/wacz")
    name = f"{key}-{digest[:12]}.wacz"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _shown(
    office: Office, stored: StoredCapture, published: CapturePublication, zone: ZoneInfo
) -> CaptureShown:
    of, gone = stored.capture, stored.withdrawn_at
    return CaptureShown(
        sha256=of.sha256,
        address="" if gone else of.address,
        captured_on=of.captured_on,
        kind=str(CAPTURE_KINDS[of.kind]),
        size=of.size,
        archived="" if gone else of.archived,
        reuse=str(REUSES[published.reuse]) if stored.open else "",
        reason=published.reason,
        published_on=published.at.astimezone(zone).date(),
        placed=office.log_proofs.placed(LeafSource.CAPTURE, of.sha256),
        withdrawn_on=gone.astimezone(zone).date() if gone else None,
        why=stored.why,
    )
