"""Silence: after the latest day, exactly once, and never without proof of receipt.

The days come from section 14 of the Act (10 working days, 10 more) and a paper calendar: received
Monday 26 February 2024, the tenth working day is Monday 11 March and the twentieth Monday
25 March (Saturdays and Sundays off; 23 March is a Saturday).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from tests.offices import BY, Clock, a_paper, a_request, kinds_of, received
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.case.request import Filing
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.law.count_step import Reason
from tracker.domain.law.law import LetterKind
from tracker.domain.law.limits import LastDay, Unit
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases import silence
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.batches.sweeping import Sweeper
from tracker.services.cases.receiving import Response, correct, note_extension, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.ports.cases import KeptChanges, QuietChange, Unavailable

ORDINARY = date(2024, 3, 11)
LONGEST = date(2024, 3, 25)


def test_nothing_is_entered_on_the_last_day_itself(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    assert sweep(office, ORDINARY).entered == ()
    assert "overdue" not in kinds_of(office, reference)


def test_overdue_is_entered_the_day_after_the_ordinary_limit(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    (swept,) = sweep(office, date(2024, 3, 12)).entered

    assert (swept.kind, swept.latest) == ("overdue", ORDINARY)
    with office.cases.look(reference) as case:
        overdue = case.history[-1].event
    assert isinstance(overdue, Overdue)
    assert overdue.on == DaySpan.on(date(2024, 3, 12))
    assert overdue.library_version == office.library.digest
    assert overdue.count[0].day == date(2024, 2, 26)


def test_silence_is_entered_only_after_the_longest_limit_the_law_allows(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))

    assert sweep(office, LONGEST).entered == ()
    (swept,) = sweep(office, date(2024, 3, 26)).entered

    assert (swept.kind, swept.latest) == ("fell-silent", LONGEST)


def test_an_extension_after_a_closed_day_is_waited_for_until_its_later_end(
    office: Office,
) -> None:
    """Twelve days from Monday 26 February end on Saturday 9 March, and move to Monday the 11th.
    Ten more end on Tuesday 19 March, or on Thursday the 21st."""
    law = office.library.law("pk-raia-2017")
    reply = law.first_stage()
    days = replace(reply.limits[0], length=12, unit=Unit.DAY, last_day=LastDay.MOVES_ON)
    assert reply.extension is not None
    longer = replace(reply.extension, length=10, unit=Unit.DAY, must_be_announced=False)
    changed = replace(reply, limits=(days,), expedited=(), extension=longer)
    laws = {law.key: replace(law, stages={**law.stages, reply.key: changed})}
    office = replace(office, library=replace(office.library, laws={**office.library.laws, **laws}))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    (overdue,) = sweep(office, date(2024, 3, 12)).entered
    assert (overdue.kind, overdue.latest) == ("overdue", date(2024, 3, 11))

    assert sweep(office, date(2024, 3, 21)).entered == ()
    (swept,) = sweep(office, date(2024, 3, 22)).entered

    assert (swept.kind, swept.latest) == ("fell-silent", date(2024, 3, 21))
    with office.cases.look(reference) as case:
        entered = case.history[-1].event
    assert isinstance(entered, FellSilent)
    assert Reason.PERHAPS_EXTENDED_FROM in {step.reason for step in entered.count}


def test_nights_missed_are_caught_up_and_a_second_sweep_adds_nothing(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    assert [s.kind for s in sweep(office).entered] == ["overdue", "fell-silent"]
    assert sweep(office).entered == ()
    assert kinds_of(office, reference).count("fell-silent") == 1


def test_many_sweeps_at_once_enter_each_silence_once(office: Office) -> None:
    references = [a_request(office) for _ in range(4)]
    for reference in references:
        received(office, reference, date(2024, 2, 26))

    with ThreadPoolExecutor(6) as pool:
        swept = list(pool.map(lambda _: sweep(office).entered, range(6)))

    assert sum(len(entered) for entered in swept) == 2 * len(references)
    for reference in references:
        assert kinds_of(office, reference).count("fell-silent") == 1


class ShutRegister:
    """A register to which nothing can be written at the first attempts."""

    def __init__(self, office: Office, attempts: int) -> None:
        self._open_all = office.cases.open_all
        self._keep = office.cases.keep_quiet_changes
        self._attempts = attempts
        self.opened: list[int] = []

    @contextmanager
    def open_all(self, references: Sequence[str], *, wait: bool = True) -> Iterator[object]:
        self._try(len(references))
        with self._open_all(references, wait=wait) as cases:
            yield cases

    def keep_quiet_changes(self, edition: str, changes: Sequence[QuietChange]) -> KeptChanges:
        self._try(len(changes))
        return self._keep(edition, changes)

    def _try(self, number: int) -> None:
        self.opened.append(number)
        if len(self.opened) <= self._attempts:
            raise Unavailable("The database is held by another writer for too long.")


Register = Callable[[Office, int, pytest.MonkeyPatch], ShutRegister]


def shut(office: Office, attempts: int, monkeypatch: pytest.MonkeyPatch) -> ShutRegister:
    """Shut the register of an office."""
    register = ShutRegister(office, attempts)
    monkeypatch.setattr(office.cases, "open_all", register.open_all)
    monkeypatch.setattr(office.cases, "keep_quiet_changes", register.keep_quiet_changes)
    return register


def shut_and_each_opened(
    office: Office, attempts: int, monkeypatch: pytest.MonkeyPatch
) -> ShutRegister:
    """Shut the register of an office whose requests have to be opened."""
    monkeypatch.setattr(Sweeper, "found", lambda *_: None)
    monkeypatch.setattr(office.cases, "keep_quiet_changes", lambda *_: KeptChanges())
    register = ShutRegister(office, attempts)
    monkeypatch.setattr(office.cases, "open_all", register.open_all)
    return register


by_either_way = pytest.mark.parametrize("register", [shut, shut_and_each_opened])


@by_either_way
def test_requests_that_could_not_be_opened_are_tried_once_more_at_the_end(
    office: Office, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = [a_request(office) for _ in range(3)]
    for reference in references:
        received(office, reference, date(2024, 2, 26))
    monkeypatch.setattr(silence, "_BATCH", 2)
    opened = register(office, 1, monkeypatch).opened

    swept = sweep(office)

    assert (len(swept.entered), swept.failed, swept.left, swept.trouble) == (6, (), (), "")
    # The batch that was shut, the other one, and the first one again.
    assert opened == [2, 1, 2]


@by_either_way
def test_a_database_that_stays_shut_is_told_of_as_that_and_no_request_is_blamed(
    office: Office,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    references = [a_request(office) for _ in range(3)]
    for reference in references:
        received(office, reference, date(2024, 2, 26))
    register(office, 2, monkeypatch)

    swept = sweep(office)

    assert (swept.entered, swept.failed, sorted(swept.left)) == ((), (), sorted(references))
    assert swept.trouble == "The database is held by another writer for too long."
    assert caplog.messages == [
        "3 requests were not swept: The database is held by another writer for too long."
    ]
    assert len(sweep(office).entered) == 6, "the next sweep finds them again"


def test_without_proof_of_receipt_nothing_is_entered(office: Office) -> None:
    reference = a_request(office)

    assert sweep(office).entered == ()
    with office.cases.look(reference) as case:
        case_status = case_status_of(case.history, office.library)
    assert case_status.phase is Phase.SENT
    assert case_status.awaited == ()


def test_a_span_of_receipt_counts_from_its_latest_day(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26), until=date(2024, 2, 28))

    # Ten working days after Wednesday 28 February end on Wednesday 13 March.
    assert sweep(office, date(2024, 3, 13)).entered == ()
    (swept,) = sweep(office, date(2024, 3, 14)).entered
    assert swept.latest == date(2024, 3, 13)


def test_an_announced_extension_moves_overdue_to_the_longer_limit(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    papers = [a_paper()]
    note_extension(office, reference, DaySpan.on(date(2024, 3, 7)), "", papers, by=BY)

    assert sweep(office, date(2024, 3, 12)).entered == ()
    # Both limits fall together now: that is one fact.
    assert [s.kind for s in sweep(office, date(2024, 3, 26)).entered] == ["fell-silent"]


def test_a_day_begins_at_midnight_where_the_body_sits(office: Office, clock: Clock) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    # 18:30 UTC is 23:30 in Islamabad, 19:30 UTC half past midnight.
    clock.moment = clock.moment.replace(year=2024, month=3, day=11, hour=18, minute=30)
    assert sweep(office).entered == ()
    clock.moment = clock.moment.replace(hour=19)
    assert len(sweep(office).entered) == 1


def test_the_appeal_is_ready_the_day_the_right_to_it_arises(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    sweep(office, date(2024, 3, 12))

    with office.cases.look(reference) as case:
        (letter,) = case.prepared_letters()
    assert letter.kind is LetterKind.APPEAL


def test_an_answer_that_came_in_time_corrects_the_silence_entered_before_it_was_logged(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    with office.cases.look(reference) as case:
        asked = case_status_of(case.history, office.library).case_state.drafted
    assert asked
    outcomes = tuple(QuestionOutcome(q.key, Outcome.DISCLOSED) for q in asked.questions)

    in_time = Response("answered", DaySpan.on(date(2024, 3, 8)), outcomes, [a_paper()])
    take_reply(office, reference, in_time, by=BY)

    with office.cases.look(reference) as case:
        case_status = case_status_of(case.history, office.library)
    assert case_status.case_state.lapses == ()
    assert case_status.phase is Phase.ANSWERED
    assert kinds_of(office, reference)[-3:] == ["answered", "corrected", "corrected"]


def test_a_corrected_receipt_takes_its_silence_with_it_and_a_new_one_can_be_entered(
    office: Office,
) -> None:
    reference = a_request(office)
    wrong = received(office, reference, date(2024, 2, 26))
    sweep(office)

    correct(office, reference, wrong.seq, "the card bears another date", by=BY)
    with office.cases.look(reference) as case:
        assert case_status_of(case.history, office.library).phase is Phase.SENT
    received(office, reference, date(2024, 3, 18))

    assert [s.latest for s in sweep(office).entered] == [date(2024, 4, 1), date(2024, 4, 18)]


def test_a_silence_corrected_alone_may_be_entered_again(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    with office.cases.look(reference) as case:
        silence = next(e for e in case.history if isinstance(e.event, FellSilent))

    correct(office, reference, silence.seq, "entered by mistake", by=BY)

    assert [s.kind for s in sweep(office).entered] == ["fell-silent"]


def test_another_edition_of_the_library_does_not_sweep(office: Office) -> None:
    other = replace(office, library=replace(office.library, digest="another"))

    with pytest.raises(NotAllowed, match="tracker revise"):
        sweep(other)


def test_the_appeal_bodys_own_silence_prepares_no_second_appeal(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 26))
    filed = SendingDetails(
        date(2024, 4, 8),
        Channel.HAND,
        Filing("D-1"),
        [a_paper("stamp.txt")],
        a_paper("appeal.txt"),
    )
    file_appeal(office, reference, filed, by=BY)

    # Sixty days from 8 April 2024 end on Friday 7 June.
    assert sweep(office, date(2024, 6, 7)).entered == ()
    swept = sweep(office, date(2024, 6, 8)).entered

    assert [(s.kind, s.stage, s.latest) for s in swept] == [
        ("fell-silent", "appeal-decision", date(2024, 6, 7)),
    ]
    with office.cases.look(reference) as case:
        kinds_prepared = sorted(letter.kind.value for letter in case.prepared_letters())
        silences = [e.event.body for e in case.history if isinstance(e.event, FellSilent)]
    # A notice to each: both are heard before their silence is shown.
    assert kinds_prepared == ["appeal", "notice", "notice"]
    assert silences == ["pk-pta", "pk-pic"]


def test_an_answer_of_the_body_does_not_undo_the_silence_of_the_appeal_body(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 26))
    filed = SendingDetails(
        date(2024, 4, 8), Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, filed, by=BY)
    sweep(office)
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.DISCLOSED) for q in drafted.questions)

    in_time = Response("answered", DaySpan.on(date(2024, 3, 8)), outcomes, [a_paper()])
    take_reply(office, reference, in_time, by=BY)

    with office.cases.look(reference) as case:
        lapses = case_status_of(case.history, office.library).case_state.lapses
        corrected = [e.event.on.latest for e in case.history if e.event.kind == "corrected"]
    assert [e.event.body for e in lapses if isinstance(e.event, FellSilent)] == ["pk-pic"]
    # A correction takes effect the day it is made, not on the day of what it corrects.
    assert corrected == [date(2026, 11, 24)] * 2
