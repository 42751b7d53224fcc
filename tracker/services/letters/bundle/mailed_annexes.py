"""The annexes of a remedy as the files of a mail: one for each document, under its letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.base.errors import NotAllowed
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_annexes import (
    AnnexFile,
    BundleAnnex,
    bundle_annexes,
    file_content,
)
from tracker.services.letters.bundle.bundle_source import BundleSource, bundle_source
from tracker.services.letters.bundle.court_evidence import EVIDENCE_MEDIA
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.services.letters.folder import frozen_annexes
from tracker.services.letters.letter_facts import writer_of
from tracker.services.letters.pleading.annex_letters import COUNT_KEY
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.ports.cases import CaseFile

_ENDINGS = {media: ending for ending, media in (MEDIA_TYPES | EVIDENCE_MEDIA).items()}
_PLAIN = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class MailedAnnex:
    """One file of an annex: its name in the mail, and what it is.

    `file` is None for the count of time, which is written for the letter. `size` is in bytes, 0
    until it is written.
    """

    name: str
    title: str
    media: str
    size: int
    file: AnnexFile | None = None


@dataclass(frozen=True, slots=True)
class MailedAnnexes:
    """The files that go with the letter of a remedy, and the annexes without a stored file."""

    source: BundleSource
    files: tuple[MailedAnnex, ...]
    missing: tuple[str, ...]


def mailed_annexes(office: Office, case: CaseFile, place: RemedyPlace) -> MailedAnnexes:
    """Return the annexes that the letter of a remedy names, as it was finalised.

    Raises NotAllowed if the letter was edited since, and as `bundle_annexes` does.
    """
    source = bundle_source(office, case, place, LetterChoices())
    if source.final is None:
        raise NotAllowed(
            "This letter was changed after it was finalised. Finalise it again before you send it."
        )
    return _of(office, source, case)


def annexes_of_application(office: Office, case: CaseFile, word: str) -> MailedAnnexes:
    """Return the annexes of an application for enforcement, as it was finalised in the document
    `word`. Raises as `writer_of` and `bundle_annexes` do."""
    kept = frozen_annexes(case, word)
    chosen = LetterChoices(language=kept.language)
    writer = writer_of(office, case, LetterKind.ENFORCEMENT, None, chosen)
    return _of(office, BundleSource(writer, case.history, kept.annexes), case)


def _of(office: Office, source: BundleSource, case: CaseFile) -> MailedAnnexes:
    annexes = [each for each in bundle_annexes(office, source, case) if not each.later]
    files = tuple(file for number, each in enumerate(annexes, 1) for file in _files(each, number))
    missing = tuple(f"{each.label}: {each.title}" for each in annexes if not _complete(each))
    return MailedAnnexes(source, files, missing)


def annex_contents(
    office: Office, reference: str, annexes: MailedAnnexes
) -> Iterator[tuple[MailedAnnex, bytes]]:
    """Yield each file with its bytes. Raises Locked, and NotOnFile if one was erased."""
    for each in annexes.files:
        if each.file:
            yield each, file_content(office, reference, each.file)
        else:
            yield each, _count_of_time(office, annexes.source)


def _complete(annex: BundleAnnex) -> bool:
    return annex.key == COUNT_KEY or bool(annex.files)


def _files(annex: BundleAnnex, number: int) -> Iterator[MailedAnnex]:
    """Yield the files of an annex. File names are ASCII: a mark in another script is a number."""
    mark = annex.mark if _PLAIN.fullmatch(annex.mark) else f"{number:02d}"
    if annex.key == COUNT_KEY:
        yield MailedAnnex(f"ANNEX-{mark}.docx", annex.title, MEDIA_TYPES["docx"], 0)
    for place, file in enumerate(annex.files, start=1):
        part = f"-{place:02d}" if len(annex.files) > 1 else ""
        name = f"ANNEX-{mark}{part}.{_ENDINGS.get(file.paper.media, 'bin')}"
        yield MailedAnnex(name, annex.title, file.paper.media, file.paper.size, file)


def _count_of_time(office: Office, source: BundleSource) -> bytes:
    letter = CourtPapers(source.writer).count_of_time()
    return office.documents.docx(letter, source.writer.today)
