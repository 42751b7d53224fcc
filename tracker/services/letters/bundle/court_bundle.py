"""The bundle for court: one PDF with running numbers and bookmarks, in the order of the forum.

It is made on request from the history, and is not stored. The same history on the same day gives
the same bytes. A document that cannot be drawn leaves its place to a sheet that says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.law.bundle import BundlePart
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_annexes import BundleAnnex, bundle_annexes
from tracker.services.letters.bundle.bundle_plan import (
    MOST_BUNDLE_PAGES,
    BundleChoices,
    BundlePiece,
    BundlePlan,
    places_of,
)
from tracker.services.letters.bundle.bundle_source import bundle_source
from tracker.services.letters.bundle.progress import BundleStep, ProgressNotes
from tracker.services.letters.letter_facts import DEFAULT, Writer
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.ports.documents import BoundPart
from tracker.services.ports.people import AuditAct

# An index that is printed again with its page numbers seldom gets longer, and then once.
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class CourtBundle:
    """A bundle with its file name."""

    name: str
    data: bytes


def court_bundle(
    office: Office,
    reference: str,
    remedy: RemedyPlace | None,
    chosen: BundleChoices,
    *,
    by: str,
) -> CourtBundle:
    """Return the bundle for the letter of a remedy, and note the export in the audit trail.

    Raises as the letter does; NotAllowed if PDF cannot be made; NotOnFile if a document was
    erased; BadInput without the pleading, or if the bundle becomes too large.
    """
    require_printable(office, chosen.parts)
    progress = ProgressNotes(office, reference, by)
    progress.note(BundleStep.READING, 0, 0)
    try:
        with office.cases.look(reference) as case:
            source = bundle_source(office, case, remedy, chosen.letter)
            annexes = bundle_annexes(office, source, case)
        plan = BundlePlan(office, source, annexes, chosen, progress)
        data = _bound(office, source.writer, plan, progress)
    finally:
        progress.end()
    note_act(office, AuditAct.EXPORTED, who=by, about=reference)
    return CourtBundle(f"bundle-{reference}.pdf", data)


def require_printable(office: Office, parts: Sequence[BundlePart]) -> None:
    """Raise NotAllowed if PDF cannot be made here, BadInput for a bundle without the pleading."""
    if not office.documents.prints:
        raise NotAllowed(
            "LibreOffice is not installed here, so no PDF can be made. Download the separate "
            "files."
        )
    if BundlePart.PLEADING not in parts:
        raise BadInput("A bundle contains the pleading. Select it.")


def offered_annexes(
    office: Office, reference: str, remedy: RemedyPlace | None
) -> Sequence[BundleAnnex]:
    """Return the annexes of the letter of a remedy, from which a person may leave some out."""
    with office.cases.look(reference) as case:
        return bundle_annexes(office, bundle_source(office, case, remedy, DEFAULT), case)


def _bound(office: Office, writer: Writer, plan: BundlePlan, progress: ProgressNotes) -> bytes:
    planned = plan.pieces()
    letters = sum(1 for piece in planned if piece.letter)
    progress.note(BundleStep.PRINTING, 0, letters)
    pieces = _printed(office, writer, planned)
    progress.note(BundleStep.NUMBERING, 0, len(pieces))
    for _ in range(_ATTEMPTS):
        before = [piece.pdf.pages for piece in pieces]
        pieces = _numbered(office, writer, plan, pieces)
        if [piece.pdf.pages for piece in pieces] == before:
            break
    if sum(piece.pdf.pages for piece in pieces) > MOST_BUNDLE_PAGES:
        raise BadInput(
            "The bundle has more than {most} pages. Leave out annexes and file them separately.",
            most=MOST_BUNDLE_PAGES,
        )
    progress.note(BundleStep.BINDING, 0, len(pieces))
    parts = [BoundPart(each.pdf, each.title, each.level, each.stamp) for each in pieces]
    return office.binder.bind(parts, writer.letter().subject, writer.locale.language)


def _printed(
    office: Office, writer: Writer, pieces: Sequence[BundlePiece]
) -> Sequence[BundlePiece]:
    """Return the pieces with their letters printed."""
    letters = {
        # Only the running numbers are printed: two kinds of page numbers confuse a reader.
        number: office.documents.docx(replace(piece.letter, page_line=""), writer.today)
        for number, piece in enumerate(pieces)
        if piece.letter
    }
    drawn = dict(zip(letters, office.binder.printed(list(letters.values())), strict=True))
    return [replace(piece, pdf=drawn.get(n, piece.pdf)) for n, piece in enumerate(pieces)]


def _numbered(
    office: Office, writer: Writer, plan: BundlePlan, pieces: Sequence[BundlePiece]
) -> Sequence[BundlePiece]:
    """Return the pieces with the papers that name pages written again and printed."""
    places = places_of(pieces)
    moving = [
        replace(piece, letter=plan.with_pages(piece.part, places) if piece.part else None)
        for piece in pieces
    ]
    return _printed(office, writer, moving)
