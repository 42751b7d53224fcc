"""The bundle of a remedy: one ZIP with the letter, its count of time, the annexes and hashes.

It is made on request from the history, and is not stored. The same history on the same day gives
the same bytes. Annexes are named by their letters, never by their original file names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.errors import BadInput
from tracker.domain.law.law import LetterKind, RemedyKind
from tracker.domain.words.letter import (
    Heading,
    Letter,
    LetterBlock,
    LetterChoices,
    LetterTable,
    Paragraph,
    TextRun,
)
from tracker.services.core.audit import note_act
from tracker.services.core.entry_words import copy_note
from tracker.services.core.evidence import MEDIA_TYPES, sha256_of
from tracker.services.core.office import Office
from tracker.services.core.zipping import zipped
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.pleading.lettering import annex_letters
from tracker.services.letters.proof_of_service import proof_of_service
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.ports.cases import CaseFile, Paper
from tracker.services.ports.people import AuditAct

_MOST_BYTES = 200 * 1024 * 1024
_ENDINGS = {media: ending for ending, media in MEDIA_TYPES.items()}
BUNDLE_MANIFEST = "MANIFEST.txt"


@dataclass(frozen=True, slots=True)
class Pack:
    """A ZIP that is sent while it is made, with its file name."""

    name: str
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Annex:
    """One file of an annex: its file name in the bundle, the document, and a note if it is a copy
    that replaces the file that was sent."""

    name: str
    paper: Paper
    note: str = ""


def appeal_pack(
    office: Office,
    reference: str,
    remedy: RemedyPlace | None,
    chosen: LetterChoices,
    *,
    with_pdf: bool = False,
    by: str,
) -> Pack:
    """Return the bundle for the letter of a remedy, and note the export in the audit trail.

    Raises as the letter does; NotOnFile if a document was erased; BadInput if the annexes are
    larger than 200 MB in all; NotAllowed if PDF is wanted and cannot be made.
    """
    with office.cases.look(reference) as case:
        writer = writer_of(office, case, LetterKind.APPEAL, remedy, chosen)
        attached = tuple(_annexes(writer, case))
        service = proof_of_service(writer.annexed, case, writer.locale)
    digests = _digests(office, reference, attached)
    letters = _letters(writer, digests, service)
    made = dict(_set(office, writer, letters, with_pdf=with_pdf))
    listed = {name: sha256_of(data) for name, data in made.items()} | digests
    made = {BUNDLE_MANIFEST: _manifest(listed, writer, attached)} | made
    note_act(office, AuditAct.EXPORTED, who=by, about=reference)
    files = _files(office, reference, made, attached)
    return Pack(f"{_word(writer)}-pack-{reference}.zip", zipped(files))


def _word(writer: Writer) -> str:
    """Return the kind of remedy as file names have it."""
    stage = writer.plea.remedy.opened.stage if writer.plea else None
    return (stage.remedy if stage else None) or RemedyKind.APPLICATION


def _annexes(writer: Writer, case: CaseFile) -> Iterator[Annex]:
    """Yield the files of each annex, lettered as in the letter.

    Several files of one annex get a number.
    """
    known = {paper.digest: paper for paper in case.papers()}
    first = "" if writer.office.live else "DEMONSTRATION-"
    letters = annex_letters(writer.pleading, writer.annexed)
    for letter, entry in zip(letters, writer.annexed, strict=True):
        note = copy_note(entry.event, writer.locale)
        papers = [known[digest] for digest in entry.event.evidence if digest in known]
        for place, paper in enumerate(papers, start=1):
            part = f"-{place:02d}" if len(papers) > 1 else ""
            ending = _ENDINGS.get(paper.media, "bin")
            said = note if place == 1 else ""
            yield Annex(f"{first}ANNEX-{letter}{part}.{ending}", paper, said)


def _digests(office: Office, reference: str, attached: Sequence[Annex]) -> dict[str, str]:
    """Return the hash of each file.

    All files are read before anything is sent, so that an unreadable one can still be reported.
    Raises BadInput if they are too large.
    """
    if sum(annex.paper.size for annex in attached) > _MOST_BYTES:
        raise BadInput(
            "The annexes are larger than {most_bytes} MB in total. Download the letter on its "
            "own, and the documents one by one from the request’s timeline.",
            most_bytes=_MOST_BYTES // 1024 // 1024,
        )
    return {
        annex.name: sha256_of(office.archive.read(reference, annex.paper.digest))
        for annex in attached
    }


def _letters(writer: Writer, digests: dict[str, str], service: LetterTable) -> dict[str, Letter]:
    """Return the letter, the count of time, and the list of annexes with the proof of service."""
    say = writer.locale.say
    title, counted = writer.count_of_time()
    files = LetterTable((say("File"), "SHA-256"), tuple(digests.items()))
    listed: list[LetterBlock] = [writer.annex_table()]
    for title, table in ((say("Files"), files), (say("Proof of service"), service)):
        if table.rows:
            listed += [Heading((TextRun(title),)), table]
    return {
        f"01-{_word(writer).upper()}": writer.letter(),
        "02-COUNT-OF-TIME": _sheet(writer, title, counted),
        "03-ANNEXES": _sheet(writer, say("Annexes"), listed),
    }


def _sheet(writer: Writer, title: str, blocks: Sequence[LetterBlock]) -> Letter:
    """Return a separate sheet that names the letter it belongs to."""
    letter = writer.letter()
    head = (Heading((TextRun(title),), 1), Paragraph((TextRun(letter.subject),), "reference"))
    return replace(letter, kind="annex", subject=title, blocks=(*head, *blocks))


def _set(
    office: Office, writer: Writer, letters: dict[str, Letter], *, with_pdf: bool
) -> Iterator[tuple[str, bytes]]:
    first = "" if office.live else "DEMONSTRATION-"
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
        yield annex.name, office.archive.read(reference, annex.paper.digest)
