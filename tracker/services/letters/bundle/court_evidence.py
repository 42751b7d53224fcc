"""Electronic evidence for a bundle: captures and measurements of the block, and emails.

Each has the particulars for a draft certificate. They come from what was stored when the file was
handed in and from what people entered about who made it, and nothing is added to them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.measurements.answers import AnswerReading, read_answer
from tracker.domain.measurements.queries import query_at
from tracker.domain.words.letter import LetterTable
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.letters.bundle.evidence_makers import maker_of, maker_rows
from tracker.services.letters.letter_facts import Writer
from tracker.services.ports.captures import StoredCapture
from tracker.services.ports.cases import Paper
from tracker.services.ports.measurements import MeasurementSnapshot

EVIDENCE_MEDIA = {"wacz": "application/zip", "json": "application/json"}
MOST_MEASURED_ROWS = 400
_CAPTURED = Message("Capture of the page {address}")
_MEASURED = Message("Answer to a measurement query of {day}")
_LEFT_OUT = Message("{left} further rows are in the file only.")
_AT = Message("{day}, {time} UTC")

StoredEvidence = StoredCapture | MeasurementSnapshot


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


def chosen_evidence(
    writer: Writer, office: Office, keys: Sequence[str], enclosed: Collection[str] = ()
) -> Iterator[EvidenceItem]:
    """Yield the captures and measurements with these hashes. Others are left out, and so are those
    that are `enclosed`: the bundle has them behind the request."""
    block, wanted = writer.drafted.block, set(keys) - set(enclosed)
    found: Iterable[StoredEvidence] = (
        *captures_for(office, block),
        *measurements_for(office, block),
    )
    for stored in found:
        if evidence_hash(stored) in wanted:
            yield evidence_item(office, stored, writer.locale)


def enclosed_evidence(
    office: Office, block: str, enclosure: Enclosure
) -> Sequence[StoredEvidence]:
    """Return the capture, or the measurements under the finding, that a request enclosed.

    There are none if it was withdrawn from the dossier of the block.
    """
    try:
        if enclosure.kind is EnclosureKind.CAPTURE:
            capture = office.captures.capture(block, enclosure.key)
            return () if capture.withdrawn_at else (capture,)
        rests_on = office.measurements.finding(enclosure.key).finding.rests_on
    except NotOnFile:
        return ()
    under = {(each.address, each.sha256) for each in rests_on}
    snapshots = office.measurements.snapshots(block)
    return tuple(each for each in snapshots if (each.address, each.sha256) in under)


def evidence_hash(stored: StoredEvidence) -> str:
    """Return the SHA-256 hash of the stored file."""
    return stored.capture.sha256 if isinstance(stored, StoredCapture) else stored.sha256


def evidence_content(office: Office, stored: StoredEvidence) -> bytes:
    """Return the bytes of a capture or measurement. Raises NotOnFile and Locked."""
    if isinstance(stored, StoredCapture):
        return office.captures.content(stored.capture.block, stored.capture.sha256)
    return office.measurements.content(stored.block, stored.address, stored.sha256)


def evidence_paper(stored: StoredEvidence) -> Paper:
    """Return a capture or measurement as a file among the documents of a bundle."""
    capture = isinstance(stored, StoredCapture)
    size = stored.capture.size if isinstance(stored, StoredCapture) else stored.size
    media = EVIDENCE_MEDIA["wacz" if capture else "json"]
    return Paper(evidence_hash(stored), "", media, size, stored.handed_in_at, "enclosure")


def evidence_item(office: Office, stored: StoredEvidence, locale: Locale) -> EvidenceItem:
    """Return a capture or measurement with its particulars."""
    if isinstance(stored, StoredCapture):
        return _captured(office, stored, locale)
    return _measured(office, stored, locale)


def person_words(office: Office, account: str) -> str:
    """Return the name of the person with an account; the account itself if it is gone."""
    return office.people_names.get(account, account)


def moment_words(moment: datetime, locale: Locale) -> str:
    """Return a moment in UTC."""
    at = moment.astimezone(ZoneInfo("UTC"))
    return locale.say(_AT, day=locale.day(at.date()), time=f"{at:%H:%M}")


def particulars_table(rows: Sequence[tuple[str, str]], locale: Locale) -> LetterTable:
    """Return the particulars of a certificate."""
    return LetterTable((locale.say("Particular"), locale.say("As logged")), tuple(rows))


def _captured(office: Office, stored: StoredCapture, locale: Locale) -> EvidenceItem:
    say, capture = locale.say, stored.capture
    kind = say("Capture of a web page ({kind})", kind=capture.kind.value.upper())
    rows = [
        (say("What it is"), kind),
        (say("Address of the page"), capture.address),
        (say("Captured on"), locale.day(capture.captured_on)),
        *maker_rows(maker_of(office, capture.block, capture.sha256), say("Captured by"), locale),
        (say("Handed in"), moment_words(stored.handed_in_at, locale)),
        (say("Handed in by"), person_words(office, stored.handed_in_by)),
        (say("Size"), say("{size:,} bytes", size=capture.size)),
        (say("SHA-256 of the stored file"), capture.sha256),
        (say("SHA-256 of the file as handed in"), capture.original_sha256),
    ]
    if capture.archived:
        rows.append((say("Copy at a web archive"), capture.archived))
    return EvidenceItem(
        locale.say(_CAPTURED, address=capture.address),
        locale.short_day(capture.captured_on),
        particulars_table(rows, locale),
    )


def _measured(office: Office, snapshot: MeasurementSnapshot, locale: Locale) -> EvidenceItem:
    say = locale.say
    content = office.measurements.content(snapshot.block, snapshot.address, snapshot.sha256)
    reading = read_answer(query_at(snapshot.address), content)
    rows = (
        (say("What it is"), say("Answer of a measurement service")),
        (say("Query"), snapshot.address),
        (say("Asked on"), locale.day(snapshot.asked_on)),
        *maker_rows(maker_of(office, snapshot.block, snapshot.sha256), say("Asked by"), locale),
        (say("Handed in"), moment_words(snapshot.handed_in_at, locale)),
        (say("Handed in by"), person_words(office, snapshot.handed_in_by)),
        (say("Size"), say("{size:,} bytes", size=snapshot.size)),
        (say("Rows"), str(snapshot.rows)),
        ("SHA-256", snapshot.sha256),
    )
    day = locale.short_day(snapshot.asked_on)
    left = reading.rows - MOST_MEASURED_ROWS
    return EvidenceItem(
        locale.say(_MEASURED, day=day),
        day,
        particulars_table(rows, locale),
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
