"""The files of documents that go with a request: a PDF each, in the archive of the request."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant, Draft, OwnDocument
from tracker.services.core.evidence import MEDIA_TYPES, Upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, Paper

# Pages of one document.
MOST_DOCUMENT_PAGES = 200
PURPOSE = "enclosure"


def keep_file(office: Office, reference: str, upload: Upload) -> OwnDocument:
    """Store a file as a PDF without scripts, links and attached files, and return the document,
    which nobody has described yet.

    Raises BadInput with the reason if it cannot be drawn or has too many pages.
    """
    try:
        fitted = office.binder.fit(upload.data, upload.media, MOST_DOCUMENT_PAGES)
    except BadInput as refusal:
        raise BadInput(
            "“{name}” was not enclosed. {why}", name=upload.name, why=refusal
        ) from refusal
    digest = office.archive.keep(reference, fitted.data)
    original = sha256_of(upload.data)
    return OwnDocument(digest, original, upload.name, len(fitted.data), fitted.pages)


def copy_documents(
    office: Office, source: str, reference: str, documents: Sequence[OwnDocument]
) -> Mapping[OwnDocument, OwnDocument]:
    """Store the documents of the request `source` with another one, and return the copy of each.

    Raises NotOnFile if one was erased.
    """
    return {
        each: replace(
            each, digest=office.archive.keep(reference, office.archive.read(source, each.digest))
        )
        for each in documents
    }


def with_documents(office: Office, draft: Draft, applicant: Applicant, source: str) -> Draft:
    """Save a draft with copies of the documents that the request `source` has."""
    copies = copy_documents(office, source, draft.reference, applicant.documents)
    renamed = {old.digest: new.digest for old, new in copies.items()}
    enclosures = tuple(
        replace(each, key=renamed.get(each.key, each.key)) for each in draft.enclosures
    )
    kept = replace(office.drafts.applicant_of(draft.reference), documents=tuple(copies.values()))
    return office.drafts.save(replace(draft, enclosures=enclosures), kept)


def list_documents(office: Office, case: CaseFile, documents: Sequence[OwnDocument]) -> None:
    """List the documents of a draft among the files of the request that it becomes."""
    at, media = office.now(), MEDIA_TYPES["pdf"]
    for each in documents:
        case.add_paper(Paper(each.digest, each.name, media, each.size, at, PURPOSE))
