"""The rows of findings, of OONI's counts under them, and of captures."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC

from tracker.domain.base.errors import Refusal
from tracker.domain.base.text import SOURCE
from tracker.domain.law.block import MeasurementSource
from tracker.domain.measurements.findings import MeasuredSpan, RestsOn
from tracker.domain.measurements.queries import query_at
from tracker.services.core.left_out import note_left_out
from tracker.services.core.office import Office
from tracker.services.measurements.measured_findings import confirmed_on
from tracker.services.measurements.snapshots import (
    DATA_LICENCES,
    SOURCE_NAMES,
    counts_under,
    drawn_answers,
)
from tracker.services.ports.captures import CapturePublication, StoredCapture
from tracker.services.ports.measurements import StoredFinding
from tracker.services.public.library_rows import DataRow, plain_row
from tracker.services.public.measured_tables import CAPTURES_TABLE, FINDINGS_TABLE, OONI_DAYS


def measured_rows(office: Office) -> Mapping[str, Iterable[DataRow]]:
    """Return the rows of each table of `OF_MEASUREMENTS`."""
    return {
        FINDINGS_TABLE.name: finding_rows(office),
        OONI_DAYS.name: _all_days(office),
        CAPTURES_TABLE.name: capture_rows(office),
    }


def finding_rows(office: Office) -> Iterator[DataRow]:
    """Yield each public finding about a block of the library, ordered by its hash."""
    for stored in office.measurements.public_findings():
        if stored.finding.block in office.library.blocks:
            yield _finding(office, stored)


def capture_rows(office: Office) -> Iterator[DataRow]:
    """Yield each public capture about a block of the library, ordered by its key."""
    for stored in office.captures.public_captures():
        if stored.published and stored.capture.block in office.library.blocks:
            yield _capture(stored, stored.published)


def ooni_day_rows(office: Office, block: str) -> Iterator[DataRow]:
    """Yield OONI's counts by day under the findings about a block that stand.

    Raises Refusal for an answer that cannot be read.
    """
    written: set[str] = set()
    for stored in office.measurements.published(block):
        for under in drawn_answers(stored) if stored.stands else ():
            if under.sha256 not in written:
                written.add(under.sha256)
                yield from _days(office, block, under)


def _all_days(office: Office) -> Iterator[DataRow]:
    """Yield the counts of every block; those of a block that cannot be read are noted."""
    found = {each.finding.block for each in office.measurements.public_findings()}
    for block in sorted(found & office.library.blocks.keys()):
        try:
            rows = list(ooni_day_rows(office, block))
        except Refusal as unreadable:
            note_left_out(str(unreadable))
            continue
        yield from rows


def _finding(office: Office, stored: StoredFinding) -> DataRow:
    finding = stored.finding
    first = finding.rests_on[0]
    says = finding.says if stored.stands else {}
    withdrawn = stored.withdrawn_at
    return plain_row(
        digest=stored.digest,
        block=finding.block,
        source=finding.source,
        says=says.get(SOURCE),
        says_in=dict(says),
        first_day=finding.first_day,
        last_day=finding.last_day,
        **_figures(finding.figures),
        query=first.address,
        shown_at=query_at(first.address).shown_at or None,
        asked_on=first.asked_on,
        snapshots=tuple(each.sha256 for each in finding.rests_on),
        confirmed_on=confirmed_on(office, stored),
        withdrawn_on=withdrawn.astimezone(UTC).date() if withdrawn else None,
        why=stored.why or None,
        demonstration=finding.demonstration,
    )


def _capture(stored: StoredCapture, published: CapturePublication) -> DataRow:
    of, gone = stored.capture, stored.withdrawn_at
    return plain_row(
        key=f"{of.block}-{of.sha256[:16]}",
        block=of.block,
        address=None if gone else of.address,
        captured_on=of.captured_on,
        kind=of.kind,
        sha256=of.sha256,
        size=of.size,
        original_sha256=of.original_sha256,
        archived=None if gone else of.archived or None,
        reuse=published.reuse,
        reason=published.reason or None,
        published_on=published.at.astimezone(UTC).date(),
        withdrawn_on=gone.astimezone(UTC).date() if gone else None,
        why=stored.why or None,
        demonstration=of.demonstration,
    )


def _figures(of: MeasuredSpan | None) -> DataRow:
    return {
        "measurements": of.during.measurements if of else None,
        "usable": of.during.usable if of else None,
        "with_signs": of.during.with_signs if of else None,
        "confirmed": of.during.confirmed if of else None,
        "networks": of.networks.measured if of else None,
        "networks_with_signs": of.networks.with_signs if of else None,
        "before_days": of.before_days if of else None,
        "before_usable": of.before.usable if of else None,
        "before_with_signs": of.before.with_signs if of else None,
    }


def _days(office: Office, block: str, under: RestsOn) -> Iterator[DataRow]:
    query = query_at(under.address)
    test = query.one("test_name")
    for row in counts_under(office, block, under):
        yield plain_row(
            block=block,
            source=SOURCE_NAMES[MeasurementSource.OONI],
            licence=DATA_LICENCES[MeasurementSource.OONI],
            test=test,
            subject=row.of or query.one("domain") or test,
            day=row.day,
            ok=row.ok,
            anomaly=row.anomaly,
            confirmed=row.confirmed,
            failure=row.failure,
            measurements=row.usable + row.failure,
            asked_on=under.asked_on,
            snapshot_sha256=under.sha256,
        )
