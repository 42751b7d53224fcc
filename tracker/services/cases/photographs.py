"""Photographs of pages, sent in pieces over a weak connection and made into one document.

The page asks the server how many bytes have arrived, and sends the rest. A photograph that has
arrived is drawn as a page, and only the page is stored.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.services.cases.unfinished import keep_attached
from tracker.services.core.evidence import (
    MAGIC,
    SPELT,
    Upload,
    checked_upload,
    safe_name,
    sha256_of,
)
from tracker.services.core.office import Office
from tracker.services.ports.documents import Photograph
from tracker.services.ports.publishing import RedactorBusy

# Bytes of one piece. Small pieces arrive even if the connection often breaks.
PIECE = 256 * 1024
LARGEST_PIECE = 1024 * 1024
LARGEST_PHOTOGRAPH = 48 * 1024 * 1024
MOST_PHOTOGRAPHS = 30
# Bytes of all unfinished photographs of the office together.
MOST_TAKEN_UP = 512 * 1024 * 1024
KEPT_FOR = timedelta(days=7)
PHOTOGRAPHED = ("jpg", "png")
_HEX = frozenset("0123456789abcdef")
_MB = 1024 * 1024


def begin_photograph(
    office: Office, reference: str, name: str, size: int, digest: str, *, by: str
) -> Photograph:
    """Return the photograph to send, with the number of bytes that have arrived already.

    `digest` is the SHA-256 hash of the whole file. Raises BadInput for a file that is not a
    photograph or is too large, and for one photograph too many of a person or the office.
    """
    shown = safe_name(name)
    ending = shown.rpartition(".")[2].lower()
    if SPELT.get(ending, ending) not in PHOTOGRAPHED:
        raise BadInput(
            "“{shown}” is not a JPEG or PNG photograph. Set the camera to save JPEG, or take a "
            "picture of the screen.",
            shown=shown,
        )
    if not 0 < size <= LARGEST_PHOTOGRAPH:
        most = LARGEST_PHOTOGRAPH // _MB
        raise BadInput(
            "“{shown}” is empty or larger than {most} MB. Choose another photograph.",
            shown=shown,
            most=most,
        )
    if len(digest) != 64 or not _HEX.issuperset(digest):
        raise BadInput("This upload does not match the page. Reload the page.")
    theirs = photographs_of(office, reference, by=by)
    for known in theirs:
        if known.digest == digest:
            return known
    _require_room(office, theirs, size)
    new = Photograph(
        secrets.token_hex(32), reference, by, shown, digest, size, changed_at=office.now()
    )
    office.photographs.begin(new)
    return new


def _require_room(office: Office, theirs: Sequence[Photograph], size: int) -> None:
    if len(theirs) >= MOST_PHOTOGRAPHS:
        raise BadInput(
            "A PDF can have {most} photographs at most. Make the PDF of these first.",
            most=MOST_PHOTOGRAPHS,
        )
    if office.photographs.taken_up() + size > MOST_TAKEN_UP:
        raise BadInput(
            "The office has too many unfinished photographs. Make PDFs of them, or remove some."
        )


def photographs_of(office: Office, reference: str, *, by: str) -> Sequence[Photograph]:
    """Return the photographs that this person sent for a request, in order.

    Raises NotOnFile for a request that does not exist, and Locked.
    """
    with office.cases.look(reference):
        return office.photographs.of(reference, by)


def take_piece(
    office: Office, reference: str, id: str, start: int, data: bytes, digest: str, *, by: str
) -> Photograph:
    """Store the next piece and return the photograph. The last piece draws its page.

    A piece that is damaged, or that does not begin where the last one ended, is not stored. The
    returned photograph tells the sender where to continue. Raises NotOnFile for a photograph of
    another person, and as `draw_arrived` does.
    """
    found = photograph(office, reference, id, by=by)
    if found.drawn or len(data) > LARGEST_PIECE or sha256_of(data) != digest:
        return found
    if start == found.have < found.size:
        if not data or start + len(data) > found.size:
            raise BadInput("This piece does not belong to the photograph. Choose the file again.")
        office.photographs.add_piece(found, start, data, office.now())
        found = photograph(office, reference, id, by=by)
    return draw_arrived(office, found) if found.have == found.size else found


def photograph(office: Office, reference: str, id: str, *, by: str) -> Photograph:
    """Return one photograph of this person. Raises NotOnFile if it does not exist."""
    return _one_of(photographs_of(office, reference, by=by), id)


def _one_of(theirs: Sequence[Photograph], id: str) -> Photograph:
    for found in theirs:
        if found.id == id:
            return found
    raise NotOnFile(
        "This photograph is no longer here. It was removed, made into a PDF, or not "
        "changed for 7 days. Choose it again."
    )


def draw_arrived(office: Office, found: Photograph) -> Photograph:
    """Draw the page of a photograph that has arrived, and return it.

    Raises RedactorBusy if it can be tried again, and BadInput for one that cannot be drawn, which
    is removed.
    """
    data = office.photographs.content(found)
    try:
        if sha256_of(data) != found.digest:
            # A second request may have drawn it and deleted its pieces in the meantime.
            now = photograph(office, found.reference, found.id, by=found.person)
            if now.drawn:
                return now
            raise BadInput("The photograph changed while it was sent. Choose it again.")
        _draw(office, found, data)
    except RedactorBusy:
        raise
    except BadInput:
        office.photographs.remove([found.id])
        raise
    return photograph(office, found.reference, found.id, by=found.person)


def _draw(office: Office, found: Photograph, data: bytes) -> None:
    if not data.startswith(tuple(MAGIC[ending] for ending in PHOTOGRAPHED)):
        raise BadInput("“{shown}” is not a JPEG or PNG photograph.", shown=found.name)
    page, small = office.redactor.photograph(data)
    office.photographs.keep_page(found, page, small)


def take_photographs(
    office: Office, reference: str, uploads: Iterable[Upload], *, by: str
) -> Sequence[Photograph]:
    """Draw photographs that were sent whole, and return all photographs of this person.

    Raises BadInput at the first one that cannot be used. The photographs before it are kept.
    """
    for upload in uploads:
        digest, size = sha256_of(upload.data), len(upload.data)
        found = begin_photograph(office, reference, upload.name, size, digest, by=by)
        if not found.drawn:
            try:
                _draw(office, found, upload.data)
            except BadInput:
                office.photographs.remove([found.id])
                raise
    return photographs_of(office, reference, by=by)


def turn_photograph(office: Office, reference: str, id: str, *, by: str) -> None:
    """Turn a page to the right by 90 degrees."""
    theirs = photographs_of(office, reference, by=by)
    turned = [replace(p, turns=(p.turns + 1) % 4) if p.id == id else p for p in theirs]
    office.photographs.arrange(turned)


def move_photograph(office: Office, reference: str, id: str, places: int, *, by: str) -> None:
    """Move a page back by this number of places, or forward if it is negative."""
    theirs = list(photographs_of(office, reference, by=by))
    place = theirs.index(_one_of(theirs, id))
    theirs.insert(min(max(place + places, 0), len(theirs) - 1), theirs.pop(place))
    office.photographs.arrange(theirs)


def remove_photograph(office: Office, reference: str, id: str, *, by: str) -> None:
    """Delete one photograph, whether it has arrived or not."""
    office.photographs.remove([photograph(office, reference, id, by=by).id])


def make_pdf(office: Office, reference: str, *, by: str) -> tuple[str, Upload]:
    """Make one PDF of the pages in order, attach it to the forms of the request, and delete the
    photographs. Return its digest and the file.

    Raises NotAllowed without a page or while a part of a photograph has not arrived, and BadInput
    if the PDF would be too large.
    """
    theirs = photographs_of(office, reference, by=by)
    if not theirs:
        raise NotAllowed("There is no page yet. Choose photographs first.")
    if not all(each.drawn for each in theirs):
        raise NotAllowed(
            "A photograph has not arrived completely. Choose it again to send the rest, or "
            "remove it."
        )
    pages = [office.photographs.page(each) for each in theirs]
    album = office.redactor.album(pages, [each.turns for each in theirs])
    upload = checked_upload(_named(office), album)
    (digest,) = keep_attached(office, reference, [upload], by=by)
    office.photographs.remove([each.id for each in theirs])
    return digest, upload


def _named(office: Office) -> str:
    return f"photographs-{office.now():%Y-%m-%d-%H%M%S}.pdf"


def forget_old_photographs(office: Office) -> int:
    """Delete photographs that did not change for seven days, and return how many."""
    return office.photographs.remove_older(office.now() - KEPT_FOR)
