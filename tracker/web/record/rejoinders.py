"""Statements of bodies about what the record says of them: they stand beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.domain.days import DaySpan
from tracker.domain.errors import NotOnFile
from tracker.domain.library import Library
from tracker.domain.record import Record, RecordedEntry
from tracker.services.naming import AUTHORSHIP
from tracker.services.office import Office
from tracker.services.ports_record import RecordLine
from tracker.services.right_of_reply import STATEMENT
from tracker.web.language import say
from tracker.web.marking import Words
from tracker.web.record.words import name_of, words_in

KIND = "body-stated"


@dataclass(frozen=True, slots=True)
class Rejoinder:
    """One statement: whose, of which day, how its authorship was checked, and its words."""

    reference: str
    seq: int
    body: str
    body_name: str
    on: DaySpan
    checked: str
    digest: str
    words: Words | None = None


def rejoinders(record: Record, library: Library) -> Iterator[Rejoinder]:
    """The statements that a record shows, without their words."""
    texts = {each.entry: each.digest for each in record.releases if each.question == STATEMENT}
    for entry in record.entries:
        if entry.kind == KIND and not entry.corrected:
            yield _rejoinder(record, entry, library, texts.get(entry.seq, ""))


def rejoinders_of(office: Office, lines: Iterable[RecordLine], body: str) -> Iterator[Rejoinder]:
    """The statements of one body in these records, with their words in full."""
    for line in lines:
        record = office.records.record(line.reference)
        for found in rejoinders(record, office.library):
            if found.body == body:
                yield _in_full(office, record, found)


def _rejoinder(record: Record, entry: RecordedEntry, library: Library, digest: str) -> Rejoinder:
    checked = entry.facts["checked"]
    body = entry.facts["body"]
    return Rejoinder(
        reference=record.reference,
        seq=entry.seq,
        body=body,
        body_name=name_of(library, body),
        on=entry.on,
        checked=say(AUTHORSHIP[checked]) if checked in AUTHORSHIP else checked,
        digest=digest,
    )


def _in_full(office: Office, record: Record, found: Rejoinder) -> Rejoinder:
    try:
        said = office.records.text(found.digest).words
    except NotOnFile:
        return found
    return replace(found, words=words_in(said, record.language))
