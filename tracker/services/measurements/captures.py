"""Captures of pages that a block's file cites: handed in as files, published, withdrawn.

The program opens no address. A person saves the page, or captures it with a browser extension,
and hands in the file. Its hash goes into the public log at once. Nothing else is public until a
person has published it, and readers get the file only if its reuse is allowed.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.measurements.captures import CaptureReuse, PageCapture
from tracker.services.cases.four_eyes import has_second_person
from tracker.services.core.audit import note_act
from tracker.services.core.current_library import require_verified
from tracker.services.core.evidence import LARGEST_UPLOAD, sha256_of
from tracker.services.core.office import Office
from tracker.services.letters.bundle.evidence_makers import forget_maker
from tracker.services.ports.captures import CapturePublication, StoredCapture
from tracker.services.ports.people import AuditAct

LARGEST_CAPTURE = LARGEST_UPLOAD
LONGEST_PAGE_ADDRESS = 1000
LONGEST_CAPTURE_REASON = 600
# Its copies were altered, and its pages attacked others with their readers' browsers.
_REFUSED_ARCHIVES = frozenset(
    {
        *("archive.today", "archive.is", "archive.ph", "archive.fo"),
        *("archive.li", "archive.md", "archive.vn"),
    }
)


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """What a person says of a page: its address, the day on which it was saved, and its address
    at a public web archive, empty if they know none."""

    address: str
    captured_on: date
    archived: str = ""


@dataclass(frozen=True, slots=True)
class CaptureChoice:
    """Whether readers may download a capture, and why.

    `harmless` says that it is not the page of a private person and names no applicant.
    """

    reuse: CaptureReuse
    reason: str
    harmless: bool


def take_capture(
    office: Office, block: str, content: bytes, page: CapturedPage, *, by: str
) -> StoredCapture:
    """Keep a capture as WACZ, encrypted. Its hash goes into the public log.

    The day of the page's own record is taken if it has one. Raises BadInput if the file or what is
    said of it cannot be used, or the block has this capture.
    """
    found = office.library.block(block)
    if not content or len(content) > LARGEST_CAPTURE:
        raise BadInput("A capture has from 1 byte to 20 MB. Choose the file again.")
    address, archived = _address(page.address), page.archived.strip()
    if archived:
        archived = _address(archived)
    if page.captured_on > office.latest_today():
        raise BadInput("Enter the day on which the page was saved. It cannot be in the future.")
    packaged = office.capture_packager.package(content, address, page.captured_on)
    capture = PageCapture(
        block=found.key,
        address=address,
        captured_on=packaged.day or page.captured_on,
        kind=packaged.kind,
        sha256=sha256_of(packaged.content),
        size=len(packaged.content),
        original_sha256=sha256_of(content),
        archived=archived,
        demonstration=not office.live,
    )
    stored = StoredCapture(capture, by, office.now())
    office.captures.keep(stored, packaged.content)
    note_act(office, AuditAct.IMPORTED, who=by, about=found.key, detail="capture")
    return stored


def publish_capture(
    office: Office, block: str, sha256: str, choice: CaptureChoice, *, by: str
) -> None:
    """Show readers the address, day and hash of a capture, and its file if they may have it.

    Raises BadInput without the statement or a reason, NotAllowed if another person must do it or
    the block is not verified, Locked if the file cannot be opened now.
    """
    stored = office.captures.capture(block, sha256)
    require_verified(office, block)
    if not choice.harmless:
        raise BadInput("Check the page, and select the box that says what it does not show.")
    reason = " ".join(choice.reason.split())
    if choice.reuse is CaptureReuse.SEALED:
        reason = ""
    elif not reason or len(reason) > LONGEST_CAPTURE_REASON:
        raise BadInput(
            "Enter which document or licence allows this, in at most {most} characters.",
            most=LONGEST_CAPTURE_REASON,
        )
    if stored.handed_in_by == by and has_second_person(office):
        raise NotAllowed("You handed this in. Someone else in the office must publish it.")
    office.captures.publish(
        block, sha256, CapturePublication(by, office.now(), choice.reuse, reason)
    )
    note_act(office, AuditAct.PUBLISHED, who=by, about=block, detail="capture")


def withdraw_capture(office: Office, block: str, sha256: str, why: str, *, by: str) -> None:
    """Delete the file of a capture, and who made it. Readers of a public one see that, and why.

    Raises BadInput without a reason, NotOnFile if there is no such capture.
    """
    reason = " ".join(why.split())
    if not reason or len(reason) > LONGEST_CAPTURE_REASON:
        raise BadInput("Enter a reason of at most {most} characters.", most=LONGEST_CAPTURE_REASON)
    office.captures.capture(block, sha256)
    # First, so that an interruption leaves no name behind without its capture.
    forget_maker(office, block, sha256)
    office.captures.withdraw(block, sha256, by, office.now(), reason)
    note_act(office, AuditAct.REMOVED, who=by, about=block, detail="capture")


def _address(typed: str) -> str:
    """Return an address of a page on the web. Raises BadInput for another one."""
    address = typed.strip()
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        host, parts = "", urlsplit("")
    printable = address.isprintable() and not set(address) & set(" <>\"'`\\")
    if parts.scheme not in ("http", "https") or "." not in host or not printable:
        raise BadInput("Enter the whole address of the page, beginning with https://.")
    if parts.username is not None or len(address) > LONGEST_PAGE_ADDRESS:
        raise BadInput(
            "An address has at most {most} characters and no password.", most=LONGEST_PAGE_ADDRESS
        )
    if host.removeprefix("www.") in _REFUSED_ARCHIVES:
        raise BadInput(
            "Copies at {host} were found altered. Name the page itself, or a copy at another "
            "archive.",
            host=host,
        )
    return address
