"""A sweep enters many missed deadlines in one transaction, on both databases: at most so many, a
bad request falls out alone, and one that somebody has open is passed over."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.offices import BY, KEY, KEY_FILE, Clock, a_request, an_office, kinds_of, received
from tests.storage.samples import unguarded
from tracker.domain.base.errors import NotAllowed
from tracker.services.cases import silence
from tracker.services.cases.batches.sweeping import Sweeper
from tracker.services.cases.receiving import correct
from tracker.services.cases.silence import sweep
from tracker.services.core.entering import enter
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered, CaseFile, KeptChanges, QuietChange
from tracker.storage.opening import open_storage

# Ten working days after Monday 26 February 2024 end on Monday 11 March.
RECEIVED, DAY_AFTER = date(2024, 2, 26), date(2024, 3, 12)
NUMBER = 5
ENTER = "tracker.services.cases.batches.sweeping.enter"
ENTERED = ["drafted", "approved", "sent", "received", "overdue"]


@pytest.fixture
def office(founded: str, tmp_path: Path) -> Iterator[Office]:
    """An office with five requests whose time to answer is over."""
    with an_office(tmp_path, url=founded) as (office, clock):
        clock.set(RECEIVED)
        for _ in range(NUMBER):
            received(office, a_request(office), RECEIVED)
        clock.set(DAY_AFTER)
        yield office


class Counted:
    """The register, which notes how many requests each transaction changes or has open."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.numbers: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @contextmanager
    def open_all(self, references: Sequence[str], *, wait: bool) -> Iterator[Sequence[CaseFile]]:
        with self._inner.open_all(references, wait=wait) as cases:
            self.numbers.append(len(cases))
            yield cases

    def keep_quiet_changes(self, edition: str, changes: Sequence[QuietChange]) -> KeptChanges:
        kept: KeptChanges = self._inner.keep_quiet_changes(edition, changes)
        self.numbers += [len(kept.references)] if kept.references else []
        return kept


def waiting(office: Office, reference: str) -> list[str]:
    with office.cases.look(reference) as case:
        return [letter.kind.value for letter in case.prepared_letters()]


@pytest.mark.parametrize("opened", [False, True])
def test_at_most_so_many_are_entered_in_one_transaction(
    office: Office, opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "_BATCH", 2)
    if opened:
        monkeypatch.setattr(Sweeper, "found", lambda *_: None)
    cases: Any = Counted(office.cases)

    done = sweep(replace(office, cases=cases))

    # PostgreSQL has two of them open at once, so that the last may be the first.
    assert sorted(cases.numbers) == [1, 2, 2]
    references = list(office.cases.references())
    assert sorted(each.reference for each in done.entered) == sorted(references)
    assert [kinds_of(office, each) for each in references] == [ENTERED] * NUMBER
    assert [waiting(office, each) for each in references] == [["appeal"]] * NUMBER


def test_how_far_the_clock_may_be_ahead_is_asked_once_for_all_requests(office: Office) -> None:
    asked: list[timedelta] = []

    class Asked:
        def __getattr__(self, name: str) -> Any:
            return getattr(office.holds, name)

        def unseen_jump(self) -> timedelta:
            asked.append(timedelta())
            return asked[-1]

    holds: Any = Asked()
    assert len(sweep(replace(office, holds=holds)).entered) == NUMBER

    assert len(asked) == 1


def test_a_request_that_cannot_be_read_falls_out_alone(
    office: Office, founded: str, tmp_path: Path
) -> None:
    first, bad, *others = office.cases.references()
    with closing(open_storage(founded, tmp_path, KEY, KEY_FILE)) as rooms, unguarded(rooms) as on:
        broken = sa.text("UPDATE event SET body = :body WHERE request = :of AND seq = 3")
        on.execute(broken, {"body": b"{broken", "of": bad})

    done = sweep(office)

    ((reference, why),) = done.failed
    assert (reference, "cannot be read" in why) == (bad, True)
    assert {each.reference for each in done.entered} == {first, *others}
    assert [kinds_of(office, each) for each in (first, *others)] == [ENTERED] * (NUMBER - 1)


def test_one_that_fails_after_its_entry_leaves_nothing_behind(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, *others = office.cases.references()

    def enter_unless_bad(office: Office, case: CaseFile, *more: Any, **named: Any) -> None:
        enter(office, case, *more, **named)
        if case.reference == bad:
            raise NotAllowed("Not this one.")

    monkeypatch.setattr(Sweeper, "found", lambda *_: None)
    monkeypatch.setattr(ENTER, enter_unless_bad)
    done = sweep(office)

    assert done.failed == ((bad, "Not this one."),)
    assert (kinds_of(office, bad), waiting(office, bad)) == (ENTERED[:-1], [])
    assert [waiting(office, each) for each in others] == [["appeal"]] * (NUMBER - 1)
    monkeypatch.setattr(ENTER, enter)
    assert [each.reference for each in sweep(office).entered] == [bad]


def test_one_that_was_entered_meanwhile_stores_nothing_of_its_batch_and_falls_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry of another sweep that the count of entries does not show: by the unique key alone
    nothing of the batch is stored, and all are opened."""
    first, *_ = references = list(office.cases.references())
    keep = office.cases.keep_quiet_changes
    refused: list[int] = []

    def keep_late(edition: str, changes: Sequence[QuietChange]) -> KeptChanges:
        """Enter the lapse of one request first, and have its change hold all the same."""
        monkeypatch.setattr(office.cases, "keep_quiet_changes", keep)
        (lapse,) = (new.entry.event for c in changes if c.reference == first for new in c.new)
        with office.cases.open(first) as case:
            case.enter(lapse, at=office.now(), by="sweep")
        late = [_one_later(c) if c.reference == first else c for c in changes]
        try:
            return keep(edition, late)
        except AlreadyEntered:
            refused.append(len(late))
            raise

    monkeypatch.setattr(office.cases, "keep_quiet_changes", keep_late)
    done = sweep(office)

    assert refused == [NUMBER]
    assert sorted(each.reference for each in done.entered) == sorted({*references} - {first})
    assert (done.failed, done.left) == ((), ())
    assert [kinds_of(office, each) for each in references] == [ENTERED] * NUMBER


def _one_later(change: QuietChange) -> QuietChange:
    new = tuple(e._replace(entry=replace(e.entry, seq=e.entry.seq + 1)) for e in change.new)
    return change._replace(entries=change.entries + 1, new=new)


def test_one_that_changed_since_it_was_read_is_calculated_again_while_it_is_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its receipt is corrected between the reading and the transaction: nothing is due then."""
    first, *others = office.cases.references()
    keep = office.cases.keep_quiet_changes

    def correct_first(edition: str, changes: Sequence[QuietChange]) -> KeptChanges:
        monkeypatch.setattr(office.cases, "keep_quiet_changes", keep)
        correct(office, first, 4, "the card bears another date", by=BY)
        return keep(edition, changes)

    monkeypatch.setattr(office.cases, "keep_quiet_changes", correct_first)
    done = sweep(office)

    assert {each.reference for each in done.entered} == {*others}
    assert kinds_of(office, first) == [*ENTERED[:-1], "corrected"]
    assert (waiting(office, first), done.failed) == ([], ())
    assert [kinds_of(office, each) for each in others] == [ENTERED] * (NUMBER - 1)


def test_both_ways_store_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library has one block, so that the requests differ in their references alone."""
    quick, opened = list(office.cases.references())[:2]
    monkeypatch.setattr(Sweeper, "found", _except(opened, Sweeper.found))
    sweep(office)

    one, other = office.cases.stored([quick, opened])
    assert [seq for seq, _, _ in one.entries] == [seq for seq, _, _ in other.entries]
    assert one.entries[-1][1] == other.entries[-1][1]
    assert (one.columns, one.days) == (other.columns, other.days)
    with office.cases.look(quick) as case, office.cases.look(opened) as same:
        assert case.prepared_letters() == same.prepared_letters() != ()


def _except(opened: str, found: Any) -> Any:
    return lambda sweeper, stored: None if stored.reference == opened else found(sweeper, stored)


@pytest.mark.parametrize(
    "founded", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_a_request_that_somebody_has_open_is_passed_over(office: Office) -> None:
    held, *others = office.cases.references()
    opened, done = threading.Event(), threading.Event()

    def hold() -> None:
        with office.cases.open(held):
            opened.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    opened.wait(30)
    try:
        swept = sweep(office)
    finally:
        done.set()
        holder.join()

    assert swept.failed == ()
    assert {each.reference for each in swept.entered} == set(others)
    assert [each.reference for each in sweep(office).entered] == [held]


def test_sweeps_beside_each_other_enter_each_once_in_their_batches(
    office: Office, founded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "_BATCH", 2)
    ready = threading.Barrier(4)
    entered: list[str] = []
    failed: list[tuple[str, str]] = []

    def run(mine: Office, clock: Clock) -> None:
        clock.set(DAY_AFTER)
        ready.wait()
        for _ in range(2):
            done = sweep(mine)
            entered.extend(each.reference for each in done.entered)
            failed.extend(done.failed)

    with ExitStack() as stack:
        opened = [stack.enter_context(an_office(tmp_path, url=founded)) for _ in range(4)]
        threads = [threading.Thread(target=run, args=each) for each in opened]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failed == []
    assert sorted(entered) == sorted(office.cases.references())
    assert [kinds_of(office, each) for each in office.cases.references()] == [ENTERED] * NUMBER
