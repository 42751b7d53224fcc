"""Lists go on without a row that cannot be read, and note which one it is."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tests.storage.samples import AT, BY
from tracker.domain.case.request import Applicant, Draft
from tracker.services.core.left_out import begin_noting, left_out
from tracker.storage.db.tables.drafting import DraftRow
from tracker.storage.db.unreadable_rows import each_readable
from tracker.storage.drafting.drafts import draft_of_row
from tracker.storage.opening import Storage

NAMES = [f"draft{number:03}" for number in range(9)]
ORDERED = select(DraftRow).order_by(col(DraftRow.request))


def drafted(storage: Storage, *broken: str) -> None:
    for name in NAMES:
        draft = Draft(name, 0, "block-one", "body-one", "law-one", changed_at=AT, changed_by=BY)
        storage.drafts.save(draft, Applicant())
    with storage.transactions.writing() as session:
        of_them = col(DraftRow.request).in_(broken)
        session.exec(sa.update(DraftRow).where(of_them).values(chosen="{broken"))
    begin_noting()


def read(session: Session, after: int = 0, limit: int = 100) -> list[str]:
    found = each_readable(session, ORDERED, draft_of_row, after=after, limit=limit)
    return [draft.reference for draft in found]


def test_all_but_the_broken_are_read_in_their_order(storage: Storage) -> None:
    for broken in ((), NAMES[:1], NAMES[-1:], NAMES[3:5], NAMES):
        drafted(storage, *broken)
        with storage.transactions.reading() as session:
            assert read(session) == [name for name in NAMES if name not in broken]
        assert left_out() == tuple(
            f"In the database, the row {name} of draft cannot be read: restore the last backup, "
            "or ask for help."
            for name in broken
        )
        for name in NAMES:
            storage.drafts.discard(name, 1)


def test_a_page_of_a_list_keeps_to_its_rows(storage: Storage) -> None:
    drafted(storage, NAMES[4])
    with storage.transactions.reading() as session:
        assert read(session, after=3, limit=3) == [NAMES[3], NAMES[5]]
        assert read(session, after=5, limit=2) == NAMES[5:7]
        assert read(session, after=8, limit=5) == NAMES[8:]
        assert read(session, after=9, limit=5) == []


def test_what_one_page_left_out_is_not_told_on_the_next(storage: Storage) -> None:
    drafted(storage, NAMES[0])
    storage.drafts.all()
    assert len(left_out()) == 1
    begin_noting()
    assert left_out() == ()
