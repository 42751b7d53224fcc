"""What others measured about a block: confirmed findings, OONI's pictures, and OONI's rows.

Only OONI's rows are drawn and offered, as theirs and under their licence. Of other sources a
person's sentence is shown, with a link.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO

from werkzeug.wrappers import Response

from tracker.domain.base.text import Text
from tracker.domain.law.block import Block
from tracker.domain.measurements.answers import CountRow
from tracker.domain.measurements.findings import MeasuredFinding, RestsOn
from tracker.domain.measurements.queries import WatchQuery, query_at
from tracker.services.core.office import Office
from tracker.services.measurements.measured_findings import confirmed_on
from tracker.services.measurements.snapshots import (
    DATA_LICENCES,
    SOURCE_NAMES,
    counts_under,
    drawn_answers,
)
from tracker.services.ports.log import LeafSource, Placed
from tracker.services.ports.measurements import StoredFinding
from tracker.services.public.measured_rows import ooni_day_rows
from tracker.services.public.measured_tables import OONI_DAYS
from tracker.web.record.block.measured_chart import DrawnTime, MeasuredChart, measured_chart


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """A query under a finding: its address, the source's own page, and the hash of the answer."""

    address: str
    shown_at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A public finding, with its pictures if they are OONI's, and its place in the public log."""

    digest: str
    finding: MeasuredFinding
    says: Text
    source: str
    licence: str
    asked_on: date
    confirmed_on: date
    withdrawn_on: date | None
    why: str
    queries: tuple[AskedQuery, ...]
    note: Text | None = None
    charts: tuple[MeasuredChart, ...] = ()
    placed: Placed | None = None


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """The findings about a block that stand, and those that were withdrawn, newest first."""

    block: Block
    findings: tuple[FindingShown, ...]
    withdrawn: tuple[FindingShown, ...]


def measured_page(office: Office, key: str) -> MeasuredPage:
    """Return the page of a block's measurements. Raises NotOnFile if there is no such block."""
    block = office.library.block(key)
    public = office.measurements.published(block.key)
    return MeasuredPage(
        block=block,
        findings=tuple(_shown(office, block, each) for each in public if each.stands),
        withdrawn=tuple(finding_in_brief(office, each) for each in public if not each.stands),
    )


def finding_in_brief(office: Office, stored: StoredFinding) -> FindingShown:
    """Return a finding without pictures."""
    finding = stored.finding
    return FindingShown(
        digest=stored.digest,
        finding=finding,
        says=Text(finding.says),
        source=SOURCE_NAMES[finding.source],
        licence=DATA_LICENCES[finding.source],
        asked_on=finding.rests_on[0].asked_on,
        confirmed_on=confirmed_on(office, stored),
        withdrawn_on=stored.withdrawn_at.date() if stored.withdrawn_at else None,
        why=stored.why,
        queries=tuple(map(_asked, finding.rests_on)),
        note=_note(office.library.block(finding.block), finding),
    )


def charts_of(
    query: WatchQuery, rows: tuple[CountRow, ...], block: Block, asked_on: date
) -> tuple[MeasuredChart, ...]:
    """Return a picture for each domain that was asked about, or one for a test without any."""
    first = None if block.since_unknown else block.since
    time = DrawnTime(query.since.date(), query.until.date(), first, block.until)
    apart = query.domains if query.one("axis_y") == "domain" else ("",)
    whole = query.domains[0] if query.domains else query.one("test_name")
    return tuple(
        measured_chart(of or whole, tuple(row for row in rows if row.of == of), time, asked_on)
        for of in apart
    )


def send_ooni_rows(office: Office, key: str) -> Response:
    """Return OONI's counts under the findings about a block, as CSV with their licence in it."""
    block = office.library.block(key)
    written = StringIO()
    columns = [column.name for column in OONI_DAYS.columns]
    table = csv.DictWriter(written, columns, lineterminator="\n")
    table.writeheader()
    table.writerows(ooni_day_rows(office, block.key))
    answer = Response(written.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "inline", filename=f"ooni-{block.key}.csv")
    return answer


def _shown(office: Office, block: Block, stored: StoredFinding) -> FindingShown:
    shown = finding_in_brief(office, stored)
    charts = [
        chart
        for under in drawn_answers(stored)
        for chart in charts_of(
            query_at(under.address),
            counts_under(office, block.key, under),
            block,
            under.asked_on,
        )
    ]
    placed = office.log_proofs.placed(LeafSource.FINDING, stored.digest)
    return replace(shown, charts=tuple(charts), placed=placed)


def _note(block: Block, finding: MeasuredFinding) -> Text | None:
    """Return why these names are watched, and what the answers cannot show."""
    test = query_at(finding.rests_on[0].address).one("test_name")
    watches = (each for each in block.watches if each.of is finding.source)
    return next((each.note for each in watches if (each.test or "") == test), None)


def _asked(under: RestsOn) -> AskedQuery:
    return AskedQuery(under.address, query_at(under.address).shown_at, under.sha256)
