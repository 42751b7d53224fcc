"""Electronic evidence for a bundle: captures and measurements of the block, and emails.

Each has the particulars for a draft certificate. They come from what was stored when the file was
handed in, and nothing is added to them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.domain.base.messages import Message
from tracker.domain.measurements.answers import AnswerReading, read_answer
from tracker.domain.measurements.queries import query_at
from tracker.domain.words.letter import LetterTable
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer
from tracker.services.ports.captures import StoredCapture
from tracker.services.ports.cases import Paper
from tracker.services.ports.measurements import MeasurementSnapshot

EMAIL = "message/rfc822"
MOST_MEASURED_ROWS = 400
_CAPTURED = Message("Capture of the page {address}")
_MEASURED = Message("Answer to a measurement query of {day}")
_LEFT_OUT = Message("{left} further rows are in the file only.")
_AT = Message("{day}, {time} UTC")


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """Electronic evidence: its name, and the particulars for its certificate.

    `rows` is what a measurement measured, None for a file that is no paper; `cut` says that not
    all rows are shown.
    """

    title: str
    day: str
    particulars: LetterTable
    rows: LetterTable | None = None
    cut: str = ""


def captures_for(office: Office, block: str) -> Sequence[StoredCapture]:
    """Return the captures about a block whose files were not withdrawn, the last one first."""
    return tuple(each for each in office.captures.captures(block) if not each.withdrawn_at)


def measurements_for(office: Office, block: str) -> Sequence[MeasurementSnapshot]:
    """Return the usable answers about a block, the one asked last first."""
    return tuple(each for each in office.measurements.snapshots(block) if not each.trouble)


def chosen_evidence(writer: Writer, office: Office, keys: Sequence[str]) -> Iterator[EvidenceItem]:
    """Yield the captures and measurements with these hashes. Others are left out."""
    block = writer.drafted.block
    for capture in captures_for(office, block):
        if capture.capture.sha256 in keys:
            yield _captured(capture, writer.locale)
    for snapshot in measurements_for(office, block):
        if snapshot.sha256 in keys:
            yield _measured(office, snapshot, writer.locale)


def email_particulars(paper: Paper, sha256: str, zone: str, locale: Locale) -> LetterTable:
    """Return the particulars of an email that is an annex."""
    say = locale.say
    rows = (
        (say("What it is"), say("Email, stored as a file")),
        (say("How it was made"), say("Added to the request as a file of its exact bytes")),
        (say("Added on"), locale.day(paper.kept_at.astimezone(ZoneInfo(zone)).date())),
        (say("Size"), say("{size:,} bytes", size=paper.size)),
        ("SHA-256", sha256),
    )
    return _table(rows, locale)


def _captured(stored: StoredCapture, locale: Locale) -> EvidenceItem:
    say, capture = locale.say, stored.capture
    kind = say("Capture of a web page ({kind})", kind=capture.kind.value.upper())
    rows = [
        (say("What it is"), kind),
        (say("Address of the page"), capture.address),
        (say("Captured on"), locale.day(capture.captured_on)),
        (say("How it was made"), say("Saved by a person and handed in as a file")),
        (say("Handed in"), _moment(stored.handed_in_at, locale)),
        (say("Size"), say("{size:,} bytes", size=capture.size)),
        (say("SHA-256 of the stored file"), capture.sha256),
        (say("SHA-256 of the file as handed in"), capture.original_sha256),
    ]
    if capture.archived:
        rows.append((say("Copy at a web archive"), capture.archived))
    return EvidenceItem(
        locale.say(_CAPTURED, address=capture.address),
        locale.day(capture.captured_on),
        _table(rows, locale),
    )


def _measured(office: Office, snapshot: MeasurementSnapshot, locale: Locale) -> EvidenceItem:
    say = locale.say
    content = office.measurements.content(snapshot.block, snapshot.address, snapshot.sha256)
    reading = read_answer(query_at(snapshot.address), content)
    rows = (
        (say("What it is"), say("Answer of a measurement service")),
        (say("Query"), snapshot.address),
        (say("Asked on"), locale.day(snapshot.asked_on)),
        (say("How it was made"), say("Saved by a person and handed in as a file")),
        (say("Handed in"), _moment(snapshot.handed_in_at, locale)),
        (say("Size"), say("{size:,} bytes", size=snapshot.size)),
        (say("Rows"), str(snapshot.rows)),
        ("SHA-256", snapshot.sha256),
    )
    day = locale.day(snapshot.asked_on)
    left = reading.rows - MOST_MEASURED_ROWS
    return EvidenceItem(
        locale.say(_MEASURED, day=day),
        day,
        _table(rows, locale),
        _rows_of(reading, locale),
        locale.say(_LEFT_OUT, left=left) if left > 0 else "",
    )


def _rows_of(reading: AnswerReading, locale: Locale) -> LetterTable:
    say = locale.say
    if reading.counts:
        counts = tuple(
            (
                row.day.isoformat() if row.hour is None else f"{row.day} {row.hour:02}:00",
                row.of,
                *map(str, (row.ok, row.anomaly, row.confirmed, row.failure)),
            )
            for row in reading.counts[:MOST_MEASURED_ROWS]
        )
        head = ("UTC", say("Of"), "OK", say("Anomaly"), say("Confirmed"), say("Failure"))
        return LetterTable(head, counts)
    outages = tuple(
        (row.of, _iso(row.began), _iso(row.ended), row.says)
        for row in reading.outages[:MOST_MEASURED_ROWS]
    )
    shown = (say("Shown by"), say("From (UTC)"), say("To (UTC)"), say("Words of the source"))
    return LetterTable(shown, outages)


def _iso(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "?"


def _moment(moment: datetime, locale: Locale) -> str:
    at = moment.astimezone(ZoneInfo("UTC"))
    return locale.say(_AT, day=locale.day(at.date()), time=f"{at:%H:%M}")


def _table(rows: Sequence[tuple[str, str]], locale: Locale) -> LetterTable:
    return LetterTable((locale.say("Particular"), locale.say("As logged")), tuple(rows))
