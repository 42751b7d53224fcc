"""Snapshots and findings, on both databases."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.offices import FixedKey, Slip
from tests.storage.conftest import ONLY_SQLITE
from tests.storage.samples import unguarded
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.law.block import MeasurementSource
from tracker.domain.measurements.findings import MeasuredFinding, RestsOn
from tracker.domain.record.tally import Scope
from tracker.ledger.signed_log import SignedLog
from tracker.services.ports.measurements import MeasurementSnapshot, StoredFinding
from tracker.storage.db.sealing import Damaged
from tracker.storage.office_data.examination import examine
from tracker.storage.opening import Storage

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ANSWER = b'{"v":0,"result":[]}'
SNAPSHOT = MeasurementSnapshot(
    block="pk-x-2024",
    address="https://api.ooni.io/api/v1/aggregation?probe_cc=PK",
    sha256=sha256(ANSWER).hexdigest(),
    facts_sha256="f" * 64,
    asked_on=date(2026, 11, 26),
    handed_in_at=AT,
    handed_in_by="lawyer",
    size=len(ANSWER),
    rows=0,
)
FINDING = MeasuredFinding(
    block="pk-x-2024",
    source=MeasurementSource.OONI,
    first_day=date(2024, 2, 17),
    last_day=date(2025, 5, 6),
    says={"en": "27 of 34 measurements show signs of blocking."},
    rests_on=(RestsOn(SNAPSHOT.address, SNAPSHOT.asked_on, SNAPSHOT.sha256, "f" * 64),),
    for_letters=False,
    demonstration=True,
)
DRAFT = StoredFinding(FINDING, "lawyer", AT)


def test_an_answer_is_returned_byte_for_byte(storage: Storage) -> None:
    store = storage.measurements
    store.keep(SNAPSHOT, ANSWER)
    store.keep(replace(SNAPSHOT, handed_in_by="somebody else"), ANSWER)
    assert store.snapshots("pk-x-2024") == (SNAPSHOT,)
    assert store.snapshots("pk-bluesky-2024") == ()
    assert store.content("pk-x-2024", SNAPSHOT.address, SNAPSHOT.sha256) == ANSWER
    with pytest.raises(NotOnFile):
        store.content("pk-bluesky-2024", SNAPSHOT.address, SNAPSHOT.sha256)


def test_the_snapshot_asked_last_comes_first(storage: Storage) -> None:
    older = replace(SNAPSHOT, sha256="a" * 64, asked_on=date(2026, 11, 1), handed_in_at=LATER)
    storage.measurements.keep(SNAPSHOT, ANSWER)
    storage.measurements.keep(older, ANSWER)
    assert storage.measurements.snapshots("pk-x-2024") == (SNAPSHOT, older)


# The name of a test must be one in each process, and gzip writes the time into its bytes.
@pytest.mark.parametrize(
    "changed",
    [gzip.compress(b'{"v":0,"result":[1]}', mtime=0), b"no gzip at all"],
    ids=["other words", "no gzip"],
)
def test_changed_bytes_are_named_by_every_reader(storage: Storage, changed: bytes) -> None:
    storage.measurements.keep(SNAPSHOT, ANSWER)
    with unguarded(storage) as connection:
        connection.execute(
            sa.text("UPDATE measurement_snapshot SET content = :content"), {"content": changed}
        )
    with pytest.raises(Damaged, match=SNAPSHOT.sha256):
        storage.measurements.content("pk-x-2024", SNAPSHOT.address, SNAPSHOT.sha256)
    problems = examine(storage.cases, storage.archive, storage.transactions)
    assert any("measurement_snapshot" in problem for problem in problems)


def test_a_finding_is_public_from_its_confirmation_on(storage: Storage) -> None:
    store = storage.measurements
    store.draft(DRAFT)
    assert store.findings("pk-x-2024") == (DRAFT,)
    assert store.published("pk-x-2024") == ()
    store.confirm(DRAFT.digest, "colleague", LATER)
    public = replace(DRAFT, confirmed_by="colleague", confirmed_at=LATER)
    assert store.published("pk-x-2024") == (public,)
    assert store.finding(DRAFT.digest) == public
    assert public.stands


def test_a_draft_is_stored_once_and_can_be_discarded(storage: Storage) -> None:
    store = storage.measurements
    store.draft(DRAFT)
    with pytest.raises(BadInput):
        store.draft(DRAFT)
    store.discard(DRAFT.digest)
    assert store.findings("pk-x-2024") == ()
    with pytest.raises(NotOnFile):
        store.discard(DRAFT.digest)


def test_a_public_finding_is_withdrawn_once_and_stays_listed(storage: Storage) -> None:
    store = storage.measurements
    store.draft(DRAFT)
    with pytest.raises(NotOnFile):
        store.withdraw(DRAFT.digest, "lawyer", LATER, "Not public yet.")
    store.confirm(DRAFT.digest, "colleague", AT)
    with pytest.raises(NotOnFile):
        store.confirm(DRAFT.digest, "another", LATER)
    with pytest.raises(NotOnFile):
        store.discard(DRAFT.digest)
    store.withdraw(DRAFT.digest, "lawyer", LATER, "The figures were corrected.")
    (found,) = store.published("pk-x-2024")
    assert (found.why, found.stands) == ("The figures were corrected.", False)
    with pytest.raises(NotOnFile):
        store.withdraw(DRAFT.digest, "lawyer", LATER, "Again.")


def test_confirmation_and_withdrawal_have_a_leaf_each(storage: Storage) -> None:
    log = SignedLog(storage.log, FixedKey(), Slip(), lambda: LATER)
    storage.measurements.draft(DRAFT)
    log.append()
    before = log.state().size
    storage.measurements.confirm(DRAFT.digest, "colleague", AT)
    storage.measurements.withdraw(DRAFT.digest, "lawyer", AT, "Corrected.")
    log.append()
    leaves = [json.loads(leaf) for leaf in storage.log.leaves(before, 10)]
    of_findings = [each for each in leaves if each["leaf"] == "finding"]
    assert of_findings == [
        {
            "form": 1,
            "leaf": "finding",
            "block": "pk-x-2024",
            "digest": DRAFT.digest,
            "withdrawn": withdrawn,
        }
        for withdrawn in (False, True)
    ]


def test_a_confirmation_changes_the_pages_of_its_block_alone(storage: Storage) -> None:
    storage.measurements.draft(DRAFT)
    marks = storage.records.last_changes()
    storage.measurements.confirm(DRAFT.digest, "colleague", AT)
    changed = set(storage.records.last_changes().items()) - set(marks.items())
    assert {subject for subject, _ in changed} == {(Scope.BLOCK, "pk-x-2024")}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE measurement_snapshot SET asked_on = '2020-01-01'",
        "DELETE FROM measurement_snapshot",
        "UPDATE measured_finding SET block = 'pk-bluesky-2024'",
        "UPDATE measured_finding SET confirmed_at = NULL, confirmed_by = ''",
        "UPDATE measured_finding SET confirmed_by = 'another'",
        "DELETE FROM measured_finding",
    ],
)
def test_the_database_refuses_to_rewrite_what_was_kept(storage: Storage, statement: str) -> None:
    storage.measurements.keep(SNAPSHOT, ANSWER)
    storage.measurements.draft(DRAFT)
    storage.measurements.confirm(DRAFT.digest, "colleague", AT)
    with (
        pytest.raises(DBAPIError, match="stays"),
        storage.transactions.writers.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO measurement_snapshot SELECT * FROM measurement_snapshot",
        "INSERT OR REPLACE INTO measured_finding SELECT * FROM measured_finding",
    ],
)
def test_a_row_is_not_replaced_by_another_of_its_key(storage: Storage, statement: str) -> None:
    storage.measurements.keep(SNAPSHOT, ANSWER)
    storage.measurements.draft(DRAFT)
    with (
        pytest.raises(DBAPIError, match="stays"),
        storage.transactions.writers.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


def test_a_finding_whose_bytes_were_changed_is_left_out_and_named(storage: Storage) -> None:
    storage.measurements.draft(DRAFT)
    with unguarded(storage) as connection:
        connection.exec_driver_sql("UPDATE measured_finding SET content = 'x'")
    assert storage.measurements.findings("pk-x-2024") == ()
    problems = examine(storage.cases, storage.archive, storage.transactions)
    assert any("measured_finding" in problem for problem in problems)


def test_an_unknown_finding_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotOnFile):
        storage.measurements.finding("0" * 64)
