"""Made-up facts for the tests of storage: no real body, no real person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import sqlalchemy as sa

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.questions import Asked, Element
from tracker.services.ports.cases import CaseRow
from tracker.storage.db.guards import put_up_guards
from tracker.storage.opening import Storage

AT = datetime(2024, 3, 18, 9, 30, tzinfo=UTC)
BY = "account-1"
REFERENCE = "k7m2p9qx"
OTHER = "z3w8h4rt"
APPLICANT = Applicant(name="Zarmina Exampleperson", address="12 Nowhere Lane", contact="0300-0")


def drafted() -> Drafted:
    return Drafted(
        on=DaySpan.on(date(2024, 3, 18)),
        block="block-one",
        body="body-one",
        law="law-one",
        language="en",
        questions=(Asked("order", (Element.ORDER,), "The order, in full."),),
        eligibility="citizen",
    )


def received(day: int = 18) -> Received:
    on, proof = DaySpan.on(date(2024, 3, day)), ReceiptProof.COUNTER_STAMP
    return Received(on=on, proof=proof, dispatch=1)


def silence(opening: int = 2) -> FellSilent:
    return FellSilent(
        on=DaySpan.on(date(2024, 4, 19)),
        body="body-one",
        stage="reply",
        opening=opening,
        earliest=date(2024, 4, 18),
        latest=date(2024, 4, 18),
        provisional=False,
        library_version="edition-1",
        count=(),
    )


def corrected(entry: int) -> Corrected:
    return Corrected(on=DaySpan.on(date(2024, 4, 20)), entry=entry, why="It was another request.")


def draft(version: int = 0, *, body: str = "body-one", by: str = BY) -> Draft:
    return Draft(REFERENCE, version, "block-one", body, "law-one", changed_at=AT, changed_by=by)


def row(reference: str = REFERENCE, **fields: object) -> CaseRow:
    known: dict[str, object] = {
        "block": "block-one",
        "body": "body-one",
        "law": "law-one",
        "phase": "awaiting",
        "open": True,
        "edition": "edition-1",
    }
    return CaseRow(reference=reference, **(known | fields))  # type: ignore[arg-type]


def file_request(storage: Storage, reference: str = REFERENCE) -> None:
    """A request that was received and waits for its answer."""
    with storage.cases.open_new(reference) as case:
        case.enter(drafted(), at=AT, by=BY)
        case.enter(received(), at=AT, by=BY)
        case.keep_applicant(APPLICANT)
        case.project(row(reference, next_day=date(2024, 4, 1), sweep_on=date(2024, 4, 2)))


@contextmanager
def unguarded(storage: Storage) -> Iterator[sa.Connection]:
    """A way past the guards of the database, as the owner of the server has; they are in force
    again afterwards."""
    with storage.transactions.writers.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.exec_driver_sql(triggers).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        put_up_guards(connection)
