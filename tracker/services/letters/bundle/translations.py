"""Translations of documents, each with its translator and the words of the certificate.

A translation is a document of the request that belongs to another one. Who translated it, and what
the certificate says, is sealed with the other private words of the request.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tracker.domain.base.errors import BadInput
from tracker.services.core.audit import note_act
from tracker.services.core.evidence import Upload, keep_evidence
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, Paper
from tracker.services.ports.people import AuditAct

LONGEST_TRANSLATOR, LONGEST_CERTIFICATE = 200, 2000
TRANSLATION = "translation"


@dataclass(frozen=True, slots=True)
class Translation:
    """A document that translates the document with the digest `of`; `says` is the statement of the
    translator, for the certificate."""

    of: str
    translator: str
    says: str


def keep_translation(
    office: Office, reference: str, upload: Upload, translation: Translation, *, by: str
) -> str:
    """Store a translation beside its original, and return its digest.

    Raises BadInput without a translator or a statement, or if the original is no document of the
    request or is a translation itself.
    """
    translator = _typed(translation.translator, LONGEST_TRANSLATOR)
    says = _typed(translation.says, LONGEST_CERTIFICATE)
    with office.cases.open(reference) as case:
        known = {paper.digest: paper for paper in case.papers()}
        if translation.of not in known or known[translation.of].purpose == TRANSLATION:
            raise BadInput("Choose the document that was translated.")
        (digest,) = keep_evidence(office, case, [upload], purpose=TRANSLATION)
        if digest in known:
            raise BadInput("This file is a document of the request already. Choose another file.")
        told = Translation(translation.of, translator, says)
        case.keep_words(_name(digest), json.dumps(asdict(told), ensure_ascii=False))
    note_act(office, AuditAct.IMPORTED, who=by, about=reference, detail=TRANSLATION)
    return digest


def translations_in(case: CaseFile, papers: Sequence[Paper]) -> Mapping[str, Translation]:
    """Return the translations among these documents, by their digests.

    Those whose private words were erased are left out.
    """
    said = {p.digest: case.words(_name(p.digest)) for p in papers if p.purpose == TRANSLATION}
    return {digest: Translation(**json.loads(words)) for digest, words in said.items() if words}


def _name(digest: str) -> str:
    return f"translation {digest}"


def _typed(words: str, longest: int) -> str:
    words = words.strip()
    if not words:
        raise BadInput("Enter the translator and the statement of the certificate.")
    if len(words) > longest:
        raise BadInput("This must be {longest:,} characters or fewer.", longest=longest)
    return words
