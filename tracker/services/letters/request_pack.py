"""The enclosures of a request with its letter: one ZIP, with a manifest of hashes.

It is made on request and is not stored. Enclosures have the numbers that the letter gives them.
"""

from collections.abc import Iterator

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.events.request.drafted import Drafted, Enclosure, EnclosureKind
from tracker.domain.law.law import LetterKind
from tracker.services.core.audit import note_act
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.core.zipping import zipped
from tracker.services.letters.appeal_pack import BUNDLE_MANIFEST, Pack
from tracker.services.letters.frozen_letters import frozen_letter
from tracker.services.letters.letter_facts import writer_of
from tracker.services.letters.letterhead import file_mark
from tracker.services.letters.wordings.taking_on import require_usable
from tracker.services.ports.people import AuditAct


def request_pack(office: Office, reference: str, *, by: str) -> Pack:
    """Return the letter of a request with its enclosures, and note the export in the audit trail.

    The letter is the approved one, if it was approved. Raises BadInput if it has no enclosures,
    or one was withdrawn from the dossier since; Locked if one is sealed and no key is open.
    """
    with office.cases.look(reference) as case:
        writer = writer_of(office, case, LetterKind.REQUEST)
        approved = frozen_letter(office, writer)
        if approved:
            word = office.archive.read(reference, approved.word)
        else:
            require_usable(office, writer.law, writer.locale.language)
            word = office.documents.docx(writer.letter(), writer.today)
    if not writer.drafted.enclosures:
        raise BadInput("This request has no enclosures.")
    mark = file_mark(office)
    files = {f"{mark}01-REQUEST.docx": word}
    for name, content in enclosure_files(office, reference, writer.drafted):
        files[mark + name] = content
    lines = [f"{sha256_of(content)}  {name}" for name, content in sorted(files.items())]
    made = {BUNDLE_MANIFEST: ("\n".join(lines) + "\n").encode()} | files
    note_act(office, AuditAct.EXPORTED, who=by, about=reference)
    return Pack(f"request-pack-{reference}.zip", zipped(made.items()))


def enclosure_files(
    office: Office, reference: str, drafted: Drafted
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the enclosures of a request. Raises as `request_pack` does."""
    for number, enclosure in enumerate(drafted.enclosures, start=1):
        yield from _files(office, reference, drafted.block, enclosure, number)


def _files(
    office: Office, reference: str, block: str, enclosure: Enclosure, number: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one enclosure. Several files of one get a second number."""
    name = f"ENCLOSURE-{number:02d}"
    if enclosure.kind is EnclosureKind.DOCUMENT:
        yield f"{name}.pdf", office.archive.read(reference, enclosure.key)
        return
    try:
        if enclosure.kind is EnclosureKind.CAPTURE:
            yield f"{name}.wacz", office.captures.content(block, enclosure.key)
            return
        finding = office.measurements.finding(enclosure.key).finding
        for place, under in enumerate(finding.rests_on, start=1):
            part = f"-{place:02d}" if len(finding.rests_on) > 1 else ""
            content = office.measurements.content(block, under.address, under.sha256)
            yield f"{name}{part}.json", content
    except NotOnFile:
        raise BadInput(
            "Enclosure {number} was withdrawn from the dossier of the block. Correct the request, "
            "or send the letter on its own.",
            number=number,
        ) from None
