"""Documents that the office adds to a request: a press report, an order, another document."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.request import Applicant, DocumentKind, Draft, OwnDocument
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.services.core.days import require_past
from tracker.services.core.evidence import Upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.drafting.document_files import copy_documents, keep_file
from tracker.services.drafting.drafts import save
from tracker.services.ports.cases import ChangedMeanwhile

LONGEST_DOCUMENT_TITLE = 300
LONGEST_DOCUMENT_ADDRESS = 500
MOST_DOCUMENTS = 20
# How often a change is tried again if someone else saved the draft at the same time.
_ATTEMPTS = 3
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# Characters that turn the direction of the words after them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

_Change = Callable[[Draft, Applicant], tuple[Draft, Applicant]]


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """What a letter says of a document: its kind, title, source, day and address."""

    kind: DocumentKind
    title: str
    source: str
    dated: date | None = None
    address: str = ""


def keep_document(office: Office, reference: str, upload: Upload, *, by: str) -> OwnDocument:
    """Store a document with a draft, as a PDF. It is not enclosed until it is described.

    A file that the draft has already is not stored twice. Raises BadInput if it cannot be drawn,
    has too many pages, or is one more than a draft can have.
    """
    known = office.drafts.applicant_of(reference).documents
    for each in known:
        if each.original == sha256_of(upload.data):
            return each
    if len(known) >= MOST_DOCUMENTS:
        raise BadInput("A request can have {most} documents at most.", most=MOST_DOCUMENTS)
    kept = keep_file(office, reference, upload)

    def change(draft: Draft, applicant: Applicant) -> tuple[Draft, Applicant]:
        return draft, replace(applicant, documents=(*applicant.documents, kept))

    _change(office, reference, change, by=by)
    return kept


def enclose_document(
    office: Office,
    reference: str,
    digest: str,
    words: DocumentWords,
    *,
    also: Sequence[str] = (),
    by: str,
) -> None:
    """Describe a document of a draft, and enclose it if it was not enclosed.

    It is also stored and enclosed with the drafts `also`; all or none. Raises BadInput for words
    that are missing or too long, a day in the future, or an address that is none; NotOnFile if
    the draft has no such document.
    """
    draft, applicant = office.drafts.draft(reference), office.drafts.applicant_of(reference)
    found = _described(office, draft.body, _document(applicant, digest), words)
    with office.cases.together():
        _change(office, reference, _enclosing(found), by=by)
        for other in also:
            copies = copy_documents(office, reference, other, [found])
            _change(office, other, _enclosing(copies[found]), by=by)


def remove_document(office: Office, reference: str, digest: str, *, by: str) -> None:
    """Take a document off a draft, and delete its file. Raises NotOnFile if there is none."""
    _document(office.drafts.applicant_of(reference), digest)

    def change(draft: Draft, applicant: Applicant) -> tuple[Draft, Applicant]:
        left = tuple(each for each in applicant.documents if each.digest != digest)
        gone = Enclosure(EnclosureKind.DOCUMENT, digest)
        enclosures = tuple(each for each in draft.enclosures if each != gone)
        return replace(draft, enclosures=enclosures), replace(applicant, documents=left)

    _change(office, reference, change, by=by)
    office.archive.forget(reference, digest)


def document_pdf(office: Office, reference: str, digest: str) -> bytes:
    """Return a document of a draft as it goes with the letter. Raises NotOnFile if there is
    none."""
    _document(office.drafts.applicant_of(reference), digest)
    return office.archive.read(reference, digest)


def _document(applicant: Applicant, digest: str) -> OwnDocument:
    for each in applicant.documents:
        if each.digest == digest:
            return each
    raise NotOnFile("This document is no longer with the draft. Check the list of enclosures.")


def _enclosing(document: OwnDocument) -> _Change:
    """Return the change that puts a described document into a draft and encloses it."""

    def change(draft: Draft, applicant: Applicant) -> tuple[Draft, Applicant]:
        known = {each.digest: each for each in applicant.documents} | {document.digest: document}
        own = Enclosure(EnclosureKind.DOCUMENT, document.digest)
        enclosures = tuple(dict.fromkeys((*draft.enclosures, own)))
        return (
            replace(draft, enclosures=enclosures),
            replace(applicant, documents=tuple(known.values())),
        )

    return change


def _change(office: Office, reference: str, change: _Change, *, by: str) -> None:
    """Save a change of a draft as it is stored now. Raises ChangedMeanwhile if others save it
    again and again."""
    for attempt in range(_ATTEMPTS):
        draft, applicant = office.drafts.draft(reference), office.drafts.applicant_of(reference)
        try:
            save(office, *change(draft, applicant), by=by)
        except ChangedMeanwhile:
            if attempt + 1 == _ATTEMPTS:
                raise
        else:
            return


def _described(
    office: Office, body: str, document: OwnDocument, words: DocumentWords
) -> OwnDocument:
    """Return a document with what is said of it. Raises BadInput."""
    title, source, address = map(_cleaned, (words.title, words.source, words.address))
    if not title:
        raise BadInput("Enter the title of the document.")
    if not source:
        raise BadInput("Enter who published or issued the document.")
    if len(title) > LONGEST_DOCUMENT_TITLE or len(source) > LONGEST_DOCUMENT_TITLE:
        raise BadInput(
            "Title and source must be {most} characters or fewer.", most=LONGEST_DOCUMENT_TITLE
        )
    if address and (len(address) > LONGEST_DOCUMENT_ADDRESS or not _ADDRESS.fullmatch(address)):
        raise BadInput("Enter the whole address of the document, beginning with https://.")
    if words.dated:
        require_past(office, body, words.dated)
    return replace(
        document, kind=words.kind, title=title, source=source, dated=words.dated, address=address
    )


def _cleaned(typed: str) -> str:
    """Return typed words on one line, without characters that turn the direction of others."""
    return " ".join(_TURNING.sub("", typed).split())
