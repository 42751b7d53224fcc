"""The bundle of a remedy: one ZIP with the letter, the count of time, annexes and hashes.

It is made on request from the history, and is not stored. The same history on the same day gives
the same bytes. Annexes are named by letter, never by their original file names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.law.bundle import BundlePart
from tracker.domain.law.law import RemedyKind
from tracker.domain.words.letter import (
    Heading,
    Letter,
    LetterBlock,
    LetterChoices,
    LetterTable,
    TextRun,
)
from tracker.services.core.audit import note_act
from tracker.services.core.evidence import MEDIA_TYPES, sha256_of
from tracker.services.core.office import Office
from tracker.services.core.zipping import zipped
from tracker.services.letters.bundle.bundle_annexes import (
    AnnexFile,
    BundleAnnex,
    bundle_annexes,
    enclosed_hashes,
    file_content,
)
from tracker.services.letters.bundle.bundle_plan import LATER
from tracker.services.letters.bundle.bundle_source import BundleSource, bundle_source
from tracker.services.letters.bundle.certifying import Certifying
from tracker.services.letters.bundle.court_evidence import (
    EVIDENCE_MEDIA,
    EvidenceItem,
    chosen_evidence,
)
from tracker.services.letters.bundle.court_papers import BLANK_FORMS, CourtPapers
from tracker.services.letters.letter_facts import Writer
from tracker.services.letters.letterhead import file_mark
from tracker.services.letters.pleading.annex_letters import annex_table
from tracker.services.letters.proof_of_service import proof_of_service
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.ports.people import AuditAct

_ENDINGS = {media: ending for ending, media in (MEDIA_TYPES | EVIDENCE_MEDIA).items()}
BUNDLE_MANIFEST = "MANIFEST.txt"


@dataclass(frozen=True, slots=True)
class Pack:
    """A ZIP that is sent while it is made, with its file name."""

    name: str
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Annex:
    """One file of an annex: its file name in the bundle, the file, and a note if it is a copy that
    replaces the file that was sent."""

    name: str
    file: AnnexFile
    note: str = ""


def appeal_pack(
    office: Office,
    reference: str,
    remedy: RemedyPlace | None,
    chosen: LetterChoices,
    *,
    with_pdf: bool = False,
    parts: Sequence[BundlePart] = (),
    evidence: Sequence[str] = (),
    beside: Mapping[str, bytes] = MappingProxyType({}),
    by: str,
) -> Pack:
    """Return the bundle for the letter of a remedy, and note the export in the audit trail.

    Of the parts of a bundle, `parts` may add blank forms and draft certificates. `evidence` are
    the hashes of captures and measurements to certify. `beside` are files that are no annexes:
    the proofs of what was sent by email.

    Raises as the letter does; NotOnFile if a document was erased; BadInput if the annexes are
    larger than 200 MB in all; NotAllowed if PDF is wanted and cannot be made.
    """
    with office.cases.look(reference) as case:
        source = bundle_source(office, case, remedy, chosen)
        writer, annexes = source.writer, bundle_annexes(office, source, case)
        papers = CourtPapers(writer)
        service = proof_of_service(writer.annexed, _marks(source), case, papers.writer.locale)
    attached = tuple(_annexes(writer, annexes))
    digests = _digests(office, reference, attached)
    letters = _letters(source, papers, digests, service) | _forms(papers, parts)
    if BundlePart.CERTIFICATES in parts:
        hashes = {each.file.paper.digest: digests[each.name] for each in attached}
        items = tuple(chosen_evidence(papers.writer, office, evidence, enclosed_hashes(annexes)))
        certifying = Certifying(office, source, papers)
        letters |= _certificates(certifying, papers, annexes, hashes, items)
    made = _filed(office, source, with_pdf=with_pdf) | _marked(office, beside)
    made |= dict(_set(office, writer, letters, with_pdf=with_pdf))
    listed = {name: sha256_of(data) for name, data in made.items()} | digests
    made = {BUNDLE_MANIFEST: _manifest(listed, writer, attached)} | made
    note_act(office, AuditAct.EXPORTED, who=by, about=reference)
    files = _files(office, reference, made, attached)
    return Pack(f"{_word(writer)}-pack-{reference}.zip", zipped(files))


def _marks(source: BundleSource) -> dict[int, str]:
    """Return the letter of each annex by its entry."""
    return {each.entry: each.letter for each in source.annexes if each.entry is not None}


def _word(writer: Writer) -> str:
    """Return the kind of remedy as file names have it."""
    stage = writer.plea.remedy.opened.stage if writer.plea else None
    return (stage.remedy if stage else None) or RemedyKind.APPLICATION


def _annexes(writer: Writer, annexes: Sequence[BundleAnnex]) -> Iterator[Annex]:
    """Yield the files of each annex under its letter; several files of one are numbered."""
    first = file_mark(writer.office)
    for annex in annexes:
        for place, file in enumerate(annex.files, start=1):
            part = f"-{place:02d}" if len(annex.files) > 1 else ""
            ending = _ENDINGS.get(file.paper.media, "bin")
            said = annex.note if place == 1 else ""
            yield Annex(f"{first}ANNEX-{annex.mark}{part}.{ending}", file, said)


def _digests(office: Office, reference: str, attached: Sequence[Annex]) -> dict[str, str]:
    """Return the hash of each file.

    All files are read before anything is sent, so that an unreadable one can still be reported.
    """
    return {
        annex.name: sha256_of(file_content(office, reference, annex.file)) for annex in attached
    }


def _filed(office: Office, source: BundleSource, *, with_pdf: bool) -> dict[str, bytes]:
    """Return the letter as it was finalised or filed; nothing while it is only drafted."""
    if not source.final or not source.paper:
        return {}
    name = f"{file_mark(office)}01-{_word(source.writer).upper()}"
    data = office.archive.read(source.writer.case.reference, source.final.paper)
    ending = _ENDINGS.get(source.paper.media, "bin")
    made = {f"{name}.{ending}": data}
    if with_pdf and ending == "docx":
        made[f"{name}.pdf"] = office.documents.pdf(data)
    return made


def _marked(office: Office, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{file_mark(office)}{name}": content for name, content in files.items()}


def _letters(
    source: BundleSource, papers: CourtPapers, digests: dict[str, str], service: LetterTable
) -> dict[str, Letter]:
    """Return the letter unless it is final, the count of time, and the lists of annexes with the
    proof of service."""
    writer, locale = source.writer, papers.writer.locale
    say, counted = locale.say, papers.count_of_time()
    files = LetterTable((say("File"), "SHA-256"), tuple(digests.items()))
    listed: list[LetterBlock] = [annex_table(source.annexes, locale)]
    later = annex_table(source.later, locale)
    for title, table in (
        (say(LATER), later),
        (say("Files"), files),
        (say("Proof of service"), service),
    ):
        if table.rows:
            listed += [Heading((TextRun(title),)), table]
    drafted = {} if source.final else {f"01-{_word(writer).upper()}": writer.letter()}
    return drafted | {
        "02-COUNT-OF-TIME": counted,
        "03-ANNEXES": papers.sheet(say("Annexes"), listed),
    }


def _forms(papers: CourtPapers, chosen: Sequence[BundlePart]) -> dict[str, Letter]:
    """Return the blank forms by file name, numbered after the letters."""
    wanted = [part for part in chosen if part in BLANK_FORMS]
    return {
        f"{number:02d}-{part.upper()}": papers.form(part)
        for number, part in enumerate(wanted, start=4)
    }


def _certificates(
    certifying: Certifying,
    papers: CourtPapers,
    annexes: Sequence[BundleAnnex],
    hashes: Mapping[str, str],
    items: Sequence[EvidenceItem],
) -> dict[str, Letter]:
    """Return the draft certificates and the certificates of translations by file name."""
    found = [
        (f"TRANSLATION-{annex.mark}", papers.translator(annex, file, hashes[file.paper.digest]))
        for annex in annexes
        for file in annex.files
        if file.translation
    ]
    found += certifying.drafts(annexes, hashes, items)
    return {f"CERTIFICATE-{n:02d}-{mark}": letter for n, (mark, letter) in enumerate(found, 1)}


def _set(
    office: Office, writer: Writer, letters: dict[str, Letter], *, with_pdf: bool
) -> Iterator[tuple[str, bytes]]:
    first = file_mark(office)
    for name, letter in letters.items():
        docx = office.documents.docx(letter, writer.today)
        yield f"{first}{name}.docx", docx
        if with_pdf:
            yield f"{first}{name}.pdf", office.documents.pdf(docx)


def _manifest(listed: dict[str, str], writer: Writer, attached: Sequence[Annex]) -> bytes:
    """Return the notes on copies and the hashes, in the format of `sha256sum --check`."""
    banner = writer.facts().banner
    lines = [f"# {banner}"] if banner else []
    lines += [f"# {annex.name}: {annex.note}" for annex in attached if annex.note]
    lines += [f"{digest}  {name}" for name, digest in sorted(listed.items())]
    return ("\n".join(lines) + "\n").encode()


def _files(
    office: Office, reference: str, made: dict[str, bytes], attached: Sequence[Annex]
) -> Iterator[tuple[str, bytes]]:
    yield from made.items()
    for annex in attached:
        yield annex.name, file_content(office, reference, annex.file)
