"""The annexes of a remedy with their files, as the ZIP and the PDF for court hold them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.request.drafted import EnclosureKind
from tracker.services.core.entry_words import copy_note
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.letters.bundle.annex_copies import (
    copy_in_force,
    decision_pdf,
    place_of_copy,
    takes_copy,
)
from tracker.services.letters.bundle.bundle_source import BundleSource
from tracker.services.letters.bundle.court_evidence import (
    StoredEvidence,
    enclosed_evidence,
    evidence_content,
    evidence_paper,
)
from tracker.services.letters.bundle.translations import Translation, translations_in
from tracker.services.letters.pleading.annex_letters import REPORT_PREFIX
from tracker.services.ports.cases import CaseFile, Paper

MOST_ANNEX_BYTES = 200 * 1024 * 1024
_LABEL = Message("Annex {mark}")
_WITHDRAWN = Message(
    "Enclosure {number} was withdrawn from the dossier of the block, and its file was deleted"
)


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """One file of an annex. `translation` says that it translates the file before it. A file
    `of_office` is not a document of the request, and `evidence` belongs to the dossier of its
    block. `enclosures` are its numbers in the letter of the request, if it was enclosed."""

    paper: Paper
    translation: Translation | None = None
    of_office: bool = False
    evidence: StoredEvidence | None = None
    enclosures: tuple[int, ...] = ()

    def enclosed_as(self, locale: Locale) -> str:
        """Return the name of the file as an enclosure, empty if it was not enclosed."""
        if not self.enclosures:
            return ""
        return locale.say("Enclosure {number}", number=locale.listed([*map(str, self.enclosures)]))


@dataclass(frozen=True, slots=True)
class BundleAnnex:
    """An annex: the mark and the words that the pleading has for it, and its files.

    `entry` is the number of the entry that it documents, None for the count of time and for what a
    person hands in a copy of. `note` says that a copy replaces the file that was sent. A `later`
    one is newer than the pleading. `where` is where a report appeared.
    """

    key: str
    entry: int | None
    mark: str
    label: str
    title: str
    day: str
    files: tuple[AnnexFile, ...]
    note: str = ""
    later: bool = False
    where: str = ""

    @property
    def to_add(self) -> bool:
        """Return whether nothing is there of what a person hands in a copy of."""
        return takes_copy(self.key) and not self.files

    def may_be(self, address: str) -> bool:
        """Return whether a report appeared on the site of an address. It may be another page."""
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        return bool(host) and host in self.where.lower()


def file_content(office: Office, reference: str, file: AnnexFile) -> bytes:
    """Return the bytes of a file. Raises NotOnFile if they were erased."""
    if file.of_office:
        return decision_pdf(office, file.paper.digest)
    if file.evidence:
        return evidence_content(office, file.evidence)
    return office.archive.read(reference, file.paper.digest)


def bundle_annexes(
    office: Office, source: BundleSource, case: CaseFile
) -> tuple[BundleAnnex, ...]:
    """Return the annexes of a letter in its own order, each original before its translations.

    What is newer than the letter comes after them. Raises BadInput if their files are too large
    together.
    """
    papers, writer = case.papers(), source.writer
    known = {paper.digest: paper for paper in papers}
    translated = translations_in(case, papers)
    events = {entry.seq: entry.event for entry in source.history}
    found = []
    for each in (*source.annexes, *source.later):
        event = events.get(each.entry) if each.entry is not None else None
        beside = tuple(_enclosed(office, source, known)) if isinstance(event, Sent) else ()
        held = _files_of(event, source, known, beside)
        files = tuple(_translated(held, known, translated))
        if takes_copy(each.key):
            files = tuple(_copy(each.key, source, case))
        found.append(
            BundleAnnex(
                key=each.key,
                entry=each.entry,
                mark=each.letter,
                label=writer.locale.say(_LABEL, mark=each.letter),
                title=each.title,
                day=each.day,
                files=files,
                note=". ".join(_notes(office, source, event)),
                later=each in source.later,
                where=_where_of(each.key, source),
            )
        )
    _require_size(found)
    return tuple(found)


def enclosed_hashes(annexes: Sequence[BundleAnnex]) -> frozenset[str]:
    """Return the hashes of the captures and measurements that the request enclosed."""
    return frozenset(f.paper.digest for annex in annexes for f in annex.files if f.evidence)


def _files_of(
    event: Event | None,
    source: BundleSource,
    known: Mapping[str, Paper],
    enclosed: Sequence[AnnexFile],
) -> Iterator[AnnexFile]:
    """Yield the files of an entry. The enclosures follow the request as sent. The pleading itself
    is not an annex, so only its proofs of filing are here."""
    papers = event.evidence if event else ()
    if source.final and source.final.filed and event == source.final.filed.event:
        papers = papers[1:]
    yield from (AnnexFile(known[each]) for each in papers[:1] if each in known)
    yield from enclosed
    yield from (AnnexFile(known[each]) for each in papers[1:] if each in known)


def _enclosed(
    office: Office, source: BundleSource, known: Mapping[str, Paper]
) -> Iterator[AnnexFile]:
    """Yield the files of the enclosures in the order of the letter, each once."""
    drafted = source.writer.drafted
    found: dict[str, AnnexFile] = {}
    for number, enclosure in enumerate(drafted.enclosures, start=1):
        if enclosure.kind is EnclosureKind.DOCUMENT:
            files = [AnnexFile(known[enclosure.key])] if enclosure.key in known else []
        else:
            evidence = enclosed_evidence(office, drafted.block, enclosure)
            files = [AnnexFile(evidence_paper(each), evidence=each) for each in evidence]
        for file in files:
            before = found.get(file.paper.digest, file)
            found[file.paper.digest] = replace(before, enclosures=(*before.enclosures, number))
    yield from found.values()


def _notes(office: Office, source: BundleSource, event: Event | None) -> Iterator[str]:
    """Yield a note if a copy replaces the file that was sent, and one for each withdrawn
    enclosure."""
    drafted, locale = source.writer.drafted, source.writer.locale
    if event and (note := copy_note(event, locale)):
        yield note
    if not isinstance(event, Sent):
        return
    for number, enclosure in enumerate(drafted.enclosures, start=1):
        of_dossier = enclosure.kind is not EnclosureKind.DOCUMENT
        if of_dossier and not enclosed_evidence(office, drafted.block, enclosure):
            yield locale.say(_WITHDRAWN, number=number)


def _translated(
    files: Iterator[AnnexFile], known: Mapping[str, Paper], translated: Mapping[str, Translation]
) -> Iterator[AnnexFile]:
    """Yield each file, then its translations."""
    for file in files:
        yield file
        for other, translation in translated.items():
            if translation.of == file.paper.digest:
                yield AnnexFile(known[other], translation)


def _copy(key: str, source: BundleSource, case: CaseFile) -> Iterator[AnnexFile]:
    """Yield the copy that was handed in for an annex, if there is one."""
    if copy := copy_in_force(source.writer.office.file, case, key):
        yield AnnexFile(copy.paper, of_office=not place_of_copy(case.reference, key).reference)


def _where_of(key: str, source: BundleSource) -> str:
    """Return where the report of an annex appeared; empty if it is no report."""
    drafted, office = source.writer.drafted, source.writer.office
    facts = office.library.block(drafted.block).reported
    return next((e.source.where for e in facts if key == f"{REPORT_PREFIX}{e.key}"), "")


def _require_size(found: Sequence[BundleAnnex]) -> None:
    if sum(file.paper.size for annex in found for file in annex.files) > MOST_ANNEX_BYTES:
        raise BadInput(
            "The annexes are larger than {most_bytes} MB in total. Download the letter on its "
            "own, and the documents one by one from the request’s timeline.",
            most_bytes=MOST_ANNEX_BYTES // 1024 // 1024,
        )
