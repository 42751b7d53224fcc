"""Exports of one request, or of everything the office holds, in documented formats.

Both are private: they hold who the applicants are. Nothing is stored here, so that there is no
second copy of that; a broken download is made again. A large office downloads its archive in
parts, and repeats only the part that broke. The audit trail shows which parts were sent
completely.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Any

from tracker.domain.base.canonical import canonical, to_plain
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.case.history import FORM_OF_BYTES, Entry
from tracker.domain.law.law import LetterKind
from tracker.services.core.audit import note_act
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.core.zipping import zipped
from tracker.services.correspondence.outgoing.proof_sheet import exact_mails, proof_sheets
from tracker.services.correspondence.scan_texts import is_scan_text
from tracker.services.letters.frozen_letters import frozen_letter
from tracker.services.letters.letter_facts import writer_of
from tracker.services.office_data.archive_words import OF_THE_OFFICE, READ_ME
from tracker.services.ports.cases import CaseFile, Paper
from tracker.services.ports.measurements import StoredFinding
from tracker.services.ports.people import AuditAct, TrailFilter

REQUESTS_IN_A_PART = 200
MOST_PARTS = 1000
_LONGEST_NAME = 80
TRAIL_PAGE = 500
_WHOLE = "archive"
SUMS = "SHA256SUMS"
_Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is sent while it is made, with its name."""

    name: str
    chunks: Iterator[bytes]


@dataclass(slots=True)
class _LeftOut:
    """The files that an export lacks: erased ones, and damaged ones with the reason."""

    missing: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)

    def read(self, office: Office, reference: str, digest: str, name: str) -> bytes | None:
        """Return a stored file; None, and a note under `name`, if it is damaged.

        Raises NotOnFile for an erased one.
        """
        try:
            return office.archive.read(reference, digest)
        except NotOnFile:
            raise
        except Refusal as refusal:
            self.unreadable[name] = str(refusal)
        return None


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """One part of an archive.

    A request's reference alone decides its part, so that none is missed if others are added
    between the downloads.
    """

    number: int = 1
    of: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of <= MOST_PARTS:
            raise BadInput("The archive has no such part. Start again from its page.")

    def holds(self, reference: str) -> bool:
        """Return whether a request belongs to this part."""
        return int(sha256_of(reference.encode())[:12], 16) % self.of == self.number - 1

    @property
    def named(self) -> str:
        """Return the suffix of file names, empty if there is only one part."""
        return f"-{self.number}-of-{self.of}" if self.of > 1 else ""

    @property
    def told(self) -> str:
        """Return the words for this part in the audit trail."""
        return f"part {self.number} of {self.of}"

    @property
    def told_whole(self) -> str:
        """Return the words in the audit trail once all of it was sent."""
        return f"{self.told}, sent completely"


def request_file(office: Office, reference: str, *, by: str) -> Taken:
    """Return everything of one request as a ZIP, and note the export in the audit trail.

    Raises NotOnFile if there is no such request.
    """
    with office.cases.look(reference):
        note_act(office, AuditAct.EXPORTED, who=by, about=reference)
    read_me = _read_me(office, f"Request {reference.upper()}")
    files = _with_sums(_first("README.txt", read_me, _request(office, reference)))
    return Taken(f"request-{reference}.zip", zipped(files))


def archive_file(
    office: Office,
    *,
    encrypted: bool = False,
    by: str,
    part: ArchivePart = ArchivePart(),
    progress: Callable[[int], None] = lambda number: None,
) -> Taken:
    """Return everything that the office holds, or one part of it, as a ZIP.

    If `encrypted`, it is encrypted to the recovery keys. Raises BadInput if there is none.
    `progress` is called with 1 after each request.
    """
    if encrypted and not office.recovery.keys():
        raise BadInput(
            "This office has no recovery key yet. The operator creates one with `tracker "
            "recovery new FILE`."
        )
    note_act(office, AuditAct.EXPORTED, who=by, about=_WHOLE, detail=part.told)
    read_me = _read_me(office, "All that the office holds", OF_THE_OFFICE)
    files = _first("README.txt", read_me, _whole(office, part, progress))
    chunks = zipped(_with_sums(files, part.named))
    if encrypted:
        chunks = office.recovery.encrypted(chunks)
    name = f"archive{part.named}.zip{'.age' if encrypted else ''}"
    return Taken(name, _noted_whole(office, chunks, part, by))


def archive_parts(office: Office) -> int:
    """Return the suggested number of parts for this office's archive."""
    return min(max(ceil(count_requests(office) / REQUESTS_IN_A_PART), 1), MOST_PARTS)


def parts_sent(office: Office, of: int, since: datetime, *, by: str) -> frozenset[int]:
    """Return the parts that were sent completely to this person since a moment."""
    shown = TrailFilter(by, AuditAct.EXPORTED.value, _WHOLE)
    entries, _ = office.people.trail.entries(shown, 0, 4 * of)
    told = {entry.detail for entry in entries if entry.at >= since}
    return frozenset(n for n in range(1, of + 1) if ArchivePart(n, of).told_whole in told)


def _noted_whole(
    office: Office, chunks: Iterator[bytes], part: ArchivePart, by: str
) -> Iterator[bytes]:
    """Yield the chunks, and note in the audit trail once all of them were sent."""
    yield from chunks
    note_act(office, AuditAct.EXPORTED, who=by, about=_WHOLE, detail=part.told_whole)


def count_requests(office: Office) -> int:
    """Return how many requests an archive holds."""
    return sum(1 for _ in office.cases.references())


def _read_me(office: Office, kind: str, more: str = "") -> str:
    shown = "" if office.live else "\nDEMONSTRATION: the requests in it were not really filed."
    return READ_ME.format(kind=kind, demonstration=shown) + more


def _first(name: str, words: str, files: _Files) -> _Files:
    yield name, words.encode()
    yield from files


def _with_sums(files: _Files, named: str = "") -> _Files:
    """Yield the files, and after them the list of their hashes."""
    sums = []
    for name, data in files:
        sums.append(f"{sha256_of(data)}  {name}\n")
        yield name, data
    yield f"{SUMS}{named}", "".join(sums).encode()


def _whole(office: Office, part: ArchivePart, progress: Callable[[int], None]) -> _Files:
    if part.number == 1:
        yield from _of_the_office(office)
    for reference in filter(part.holds, office.cases.references()):
        for name, data in _request(office, reference):
            yield f"requests/{reference}/{name}", data
        progress(1)


def _of_the_office(office: Office) -> _Files:
    state = office.premises.state()
    told = {"name": state.name, "live": state.live, "library": state.edition}
    yield "office.json", _json(told | {"taken_at": office.now()})
    people = list(map(asdict, office.people.accounts()))
    yield "people.json", _json(people)
    yield "trail.json", _json(list(_trail(office)))
    risks = {
        body: list(map(asdict, office.people.risks.of(body))) for body in office.library.bodies
    }
    arguments = office.workbook.arguments
    versions = [
        asdict(each) for latest in arguments.latest() for each in arguments.versions(latest.id)
    ]
    yield "arguments.json", _json(versions)
    yield "risks.json", _json({body: notes for body, notes in risks.items() if notes})
    reprisals = {
        body: list(map(asdict, office.people.risks.reprisals(body)))
        for body in office.library.bodies
    }
    yield "reprisals.json", _json({body: each for body, each in reprisals.items() if each})
    yield from _own_library(office)
    yield from _measurements(office)
    for draft in office.drafts.all():
        applicant = asdict(office.drafts.applicant_of(draft.reference))
        typed = asdict(office.drafts.draft(draft.reference)) | {"applicant": applicant}
        yield f"drafts/{draft.reference}.json", _json(typed)


def _own_library(office: Office) -> _Files:
    """Yield the entries of the office's own library that are in force as files, and all their
    versions, also of withdrawn ones."""
    own = office.own_library
    for (folder, key), text in {
        each.name: each.text for each in own.in_force() if each.text
    }.items():
        yield f"library/{folder}/{key}.toml", text.encode()
    yield "library/versions.json", _json(list(map(asdict, own.every_version())))
    if signed := office.law_signatures.every():
        yield "library/signatures.json", _json(list(map(asdict, signed)))


def _measurements(office: Office) -> _Files:
    """Yield the answers and findings about each block, reading answers one at a time."""
    for block in sorted({*office.measurements.blocks(), *office.captures.blocks()}):
        folder = f"measurements/{block}"
        yield from _captures(office, block, folder)
        findings = [_found(each) for each in office.measurements.findings(block)]
        yield f"{folder}/findings.json", _json(findings)
        answers = office.measurements.snapshots(block)
        listed = [asdict(each) | {"file": f"{each.sha256}.json"} for each in answers]
        yield f"{folder}/answers.json", _json(listed)
        for each in {each.sha256: each for each in answers}.values():
            content = office.measurements.content(block, each.address, each.sha256)
            yield f"{folder}/{each.sha256}.json", content


def _captures(office: Office, block: str, folder: str) -> _Files:
    """Yield the captures about a block, reading files one at a time."""
    captures = office.captures.captures(block)
    yield f"{folder}/captures.json", _json(list(map(asdict, captures)))
    for each in captures:
        if each.withdrawn_at is None:
            content = office.captures.content(block, each.capture.sha256)
            yield f"{folder}/captures/{each.capture.sha256}.wacz", content


def _found(stored: StoredFinding) -> dict[str, Any]:
    whole = {"digest": stored.digest, "bytes": canonical(stored.finding)}
    return whole | asdict(stored) | {"finding": to_plain(stored.finding)}


def _trail(office: Office) -> Iterator[dict[str, Any]]:
    after = 0
    while page := office.people.trail.entries(TrailFilter(), after, TRAIL_PAGE)[0]:
        yield from map(asdict, page)
        after += len(page)


def _request(office: Office, reference: str) -> _Files:
    """Yield the files of one request, reading documents one at a time."""
    with office.cases.look(reference) as case:
        history, papers = case.history, tuple(case.papers())
        names = {paper.digest: _name(number, paper) for number, paper in enumerate(papers, 1)}
        private = _private(office, case)
        left = _LeftOut()
        letters = dict(_letters(office, case, left))
    entries = [_entry(entry, names) for entry in history]
    yield (
        "history.json",
        _json({"reference": reference, "demonstration": not office.live, "entries": entries}),
    )
    for digest, name in [*names.items(), *exact_mails(office, reference)]:
        try:
            data = left.read(office, reference, digest, name)
        except NotOnFile:
            left.missing.append(name)
            continue
        if data is not None:
            yield name, data
    kept = [asdict(paper) | {"file": names[paper.digest]} for paper in papers]
    yield "private.json", _json(private | {"papers": kept} | asdict(left))
    yield from letters.items()
    yield from proof_sheets(office, reference)
    if record := _record(office, reference):
        yield "record.json", record


def _record(office: Office, reference: str) -> bytes | None:
    try:
        return office.records.published(reference)
    except NotOnFile:
        return None


def _entry(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "event": to_plain(entry.event),
        "entered_at": entry.entered_at,
        "entered_by": entry.entered_by,
        "digest": entry.digest,
        "nonce": entry.nonce.hex(),
        "form": FORM_OF_BYTES,
        "bytes": base64.b64encode(entry.body).decode(),
        "papers": [names[digest] for digest in entry.event.evidence if digest in names],
    }


def _private(office: Office, case: CaseFile) -> dict[str, Any]:
    """Return what is private about a request, with JSON decoded."""
    reference = case.reference
    # The words of scans are only for the search: a program may have misread them.
    typed = {k: data for k, data in case.sealed_fields().items() if not is_scan_text(k)}
    return {
        "reference": reference,
        "particulars": {name: _readable(data) for name, data in typed.items()},
        "tags": list(office.workbook.tags.of([reference]).get(reference, ())),
        "tasks": list(map(asdict, office.workbook.tasks.of(reference))),
        "findings": list(map(asdict, office.workbook.findings.involving(reference))),
        "in_charge": office.people.shares.in_charge([reference]).get(reference, ""),
        "shared_with": list(office.people.shares.shared_with(reference)),
    }


def _readable(data: bytes) -> Any:
    try:
        words = data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}
    try:
        return json.loads(words)
    except ValueError:
        return words


def _letters(office: Office, case: CaseFile, left: _LeftOut) -> _Files:
    """Yield the request and the prepared letters: as approved or finalised, else as they can be
    written today."""
    kinds = [LetterKind.REQUEST, *(letter.kind for letter in case.prepared_letters())]
    for kind in dict.fromkeys(kinds):
        name = f"letters/{kind.value}.docx"
        try:
            writer = writer_of(office, case, kind)
            if frozen := frozen_letter(office, writer):
                data = left.read(office, case.reference, frozen.word, name)
            else:
                data = office.documents.docx(writer.letter(), writer.today)
        except Refusal:
            continue  # its time is over, or the applicant's data were erased
        if data is not None:
            yield name, data


def _name(number: int, paper: Paper) -> str:
    """Return a numbered file name that is safe on every system."""
    stem = re.sub(r"[^\w.-]+", "_", paper.name).strip("._")[-_LONGEST_NAME:]
    return f"papers/{number:03d}-{stem or hashlib.sha256(paper.digest.encode()).hexdigest()[:12]}"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode() + b"\n"


def _plain(value: object) -> object:
    """Return a date, datetime or bytes in a form that JSON can hold."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no place in an archive")
