"""The public list of corrections and takedowns, compared with the leaves of the log."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tracker.verifier.notes import Wrong
from tracker.verifier.records import Shown
from tracker.verifier.report import Report
from tracker.verifier.tree import RecordVersion, VerifiedLog

NOTICES_FILE = "data/notices.jsonl"
Notice = Mapping[str, Any]
_Step = tuple[RecordVersion | None, RecordVersion]


def check_notices(
    rows: Iterable[Notice], log: VerifiedLog, shown: Mapping[str, Shown], report: Report
) -> None:
    """Check that each notice matches a change in the log, and that no notice is missing."""
    told: dict[tuple[str, int], list[Notice]] = {}
    for row in rows:
        reference = str(row["reference"])
        told.setdefault((reference, row["version"]), []).append(row)
        steps = _steps(log.versions.get(reference, ()))
        report.attempt(NOTICES_FILE, lambda: _require_true(row, steps, shown.get(reference)))  # noqa: B023
        report.checked["notices of corrections and takedowns"] += 1
    for reference, versions in log.versions.items():
        for before, after in _steps(versions):
            of_it = told.get((reference, after.number), [])
            report.attempt(NOTICES_FILE, lambda: _require_told(reference, before, after, of_it))  # noqa: B023
            struck = _struck(before, after)
            if struck and not struck & {row["entry"] for row in of_it}:
                report.told.append(
                    f"{reference}: version {after.number} corrected an entry, and no notice says "
                    "so."
                )


def _steps(versions: Sequence[RecordVersion]) -> list[_Step]:
    """Yield each version with the one before it, marking one that replaced another."""
    pairs: list[_Step] = [(None, each) for each in versions[:1]]
    return pairs + [(one, two) for one, two in pairwise(versions) if two.number > one.number]


def _require_true(row: Notice, steps: Sequence[_Step], record: Shown | None) -> None:
    where = f"{row['reference']}, version {row['version']}"
    same = [step for step in steps if (step[1].number, step[1].on) == (row["version"], row["on"])]
    if not any(_bears_out(row, *step) for step in same):
        raise Wrong(f"{where}: the log knows of no such change")
    said = row["ground"], row["why"] or ""
    # A private reason is told by the record alone, once it is published.
    if row["change"] != "corrected" or record is None or said == ("stated", ""):
        return
    events = [entry["event"] for entry in record.record["entries"]]
    of_it = [e for e in events if e["kind"] == "corrected" and e["entry"] == row["entry"]]
    if said not in {(event["because"], event["why"]) for event in of_it}:
        raise Wrong(f"{where}: the record gives another reason")


def _bears_out(row: Notice, before: RecordVersion | None, after: RecordVersion) -> bool:
    gone = set(row["digests"])
    if row["change"] == "withheld":
        return after.withheld and gone == ({before.digest} if before else set())
    if row["change"] == "removed":
        stood = before.documents if before else frozenset()
        return bool(gone) and gone <= stood - after.documents
    return row["change"] == "corrected" and after.entries.get(row["entry"], False)


def _require_told(
    reference: str, before: RecordVersion | None, after: RecordVersion, rows: Sequence[Notice]
) -> None:
    where = f"{reference}, version {after.number}"
    if after.withheld:
        fresh = before is None or not before.withheld
        if fresh and not any(row["change"] == "withheld" for row in rows):
            raise Wrong(f"{where}: was taken down, and no notice tells of it")
        return
    gone = before.documents - after.documents if before else frozenset()
    if gone - {digest for row in rows for digest in row["digests"]}:
        raise Wrong(f"{where}: a document was taken down, and no notice tells of it")


def _struck(before: RecordVersion | None, after: RecordVersion) -> set[int]:
    """Return the entries that this version corrected and the one before did not."""
    stood = {seq for seq, struck in before.entries.items() if not struck} if before else set()
    return {seq for seq, struck in after.entries.items() if struck} & stood
