"""Requests taken over from a list: all of them or none, and nothing proved by it.

Days: received Monday 26 February 2024, the ten and twenty working days and the thirty days for the
appeal (sections 14 and 17(1) of the Act) had all ended by 10 April 2024.
"""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.offices import BY, Clock, a_paper, consented, received
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.agenda import Matter
from tracker.domain.case.case_state import case_state_of
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.drafting import importing
from tracker.services.drafting.importing import (
    ListCheck,
    carry_out,
    check_list,
    choose,
    hand_in,
    handed_in,
)
from tracker.services.drafting.list_columns import ColumnChoices
from tracker.services.drafting.list_days import DayOrder
from tracker.services.people.accounts import add_account
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import RoleName
from tracker.services.ports.publishing import Publication
from tracker.services.publishing.publishing import publish_entries
from tracker.services.reminders.reminding import remind

HEADINGS = (
    "block,body,asked,element,capacity,name,address,sent,channel,number,letter file,received,"
    "proof,proof file,replied,reply by,reply file,notes,tags"
)
PLAIN = (
    "X in Pakistan,PTA,The order itself,order,citizen,Ayesha Namoona,House 7,19/02/2024,"
    "Courier,CN-1,,,,,,,,,"
)
PROVED = (
    "pk-x-2024,pk-interior,The order itself,The order,citizen,Bilal Namoona,House 8,"
    "2024-02-19,courier,CN-2,letter.txt,2024-02-26,courier-delivery,card.txt,,,,A remark,"
    "Campaign A; court"
)


LONG, FAULTS = 5000, 300


def csv(*rows: str) -> bytes:
    return "\n".join((HEADINGS, *rows)).encode()


def handed(office: Office, *rows: str, order: DayOrder = DayOrder.UNSAID) -> tuple[str, ListCheck]:
    id = hand_in(office, "requests.csv", csv(*rows), by=BY)
    before = handed_in(office, id, by=BY).choices
    choose(office, id, ColumnChoices(before.columns, before.fixed, order), by=BY)
    return id, check_list(office, handed_in(office, id, by=BY))


def imported(office: Office, *rows: str, papers: Sequence[Upload] = ()) -> list[str]:
    id, checked = handed(office, *rows)
    assert checked.problems == ()
    list(carry_out(office, id, papers, by=BY))
    return [row.reference for row in office.workbook.lists.rows(id)]


def total(office: Office) -> int:
    return office.case_rows.rows(RowFilter(), 0, 1)[1]


def test_a_row_becomes_a_request_that_was_sent_and_proves_nothing_else(office: Office) -> None:
    (reference,) = imported(office, PLAIN)

    with office.cases.look(reference) as case:
        case_state = case_state_of(case.history)
        assert [entry.event.kind for entry in case.history] == ["drafted", "approved", "sent"]
        assert case.applicant().name == "Ayesha Namoona"
        assert not case.applicant().consents_to_publication
        assert case.filing(3).number == "CN-1"
    assert case_state.drafted
    assert case_state.drafted.body == "pk-pta"
    assert case_state.drafted.law == "pk-raia-2017"
    assert case_state.sent[0].event.on.earliest == date(2024, 2, 19)
    assert office.case_rows.rows(RowFilter(), 0, 1)[0][0].phase == "sent"


def test_a_row_that_names_the_applicant_in_what_was_asked_is_told_so(office: Office) -> None:
    _, checked = handed(office, PLAIN.replace("The order itself", "The file on Ayesha"))

    (problem,) = checked.problems
    assert "contains the applicant’s name" in str(problem.why)


def test_receipt_stands_with_its_paper_and_else_is_a_note(office: Office) -> None:
    files = [a_paper("card.txt"), a_paper("letter.txt")]

    (proved,) = imported(office, PROVED, papers=files)
    (told,) = imported(office, PROVED.replace("CN-2", "CN-3"))

    with office.cases.look(proved) as case:
        (receipt,) = [e.event for e in case.history if isinstance(e.event, Received)]
        assert receipt.on.earliest == date(2024, 2, 26)
        assert len(receipt.evidence) == 1
        assert [note.words for note in case.notes()] == ["A remark"]
    assert office.workbook.tags.of([proved]) == {proved: ["campaign a", "court"]}
    with office.cases.look(told) as case:
        assert not [e for e in case.history if isinstance(e.event, Received)]
        assert "26 February 2024" in case.notes()[0].words


def test_one_wrong_row_keeps_all_out_and_says_what_to_do(office: Office) -> None:
    wrong = PLAIN.replace("PTA", "Ministry of Silly Walks").replace("19/02/2024", "soon")
    id, checked = handed(office, PLAIN, wrong)

    assert [(p.line, p.column) for p in checked.problems] == [
        (3, "Date of sending"),
        (3, "Public body"),
    ]
    assert "was not found" in str(checked.problems[1].why)
    with pytest.raises(BadInput, match="Nothing was imported"):
        list(carry_out(office, id, (), by=BY))
    assert total(office) == 0


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("19/02/2024", "03/04/2024"), "Date of sending"),
        (("19/02/2024", "19/02/2028"), "Date of sending"),
        (("Ayesha Namoona", ""), "Name of the applicant"),
        (("citizen", ""), "Capacity of the applicant"),
        (("citizen", "alien"), "Capacity of the applicant"),
        (("Courier", "pigeon"), "How it was sent"),
        (("CN-1", "1.2E+11"), "Courier, postal or portal number"),
        (("CN-1", "#REF!"), "Courier, postal or portal number"),
        (("order,citizen", ",citizen"), "What the wording asks for"),
        (("The order itself", ""), "What was asked"),
        ((",CN-1,,,", ",CN-1,,2024-01-01,"), "Date of receipt"),
        (("19/02/2024", "19/02/2014"), "Law"),
    ],
)
def test_each_thing_that_cannot_be_taken_over_is_said_at_its_column(
    office: Office, change: tuple[str, str], column: str
) -> None:
    assert change[0] in PLAIN

    _, checked = handed(office, PLAIN.replace(*change))

    assert column in [problem.column for problem in checked.problems]


def test_a_day_in_figures_is_taken_once_its_order_was_said(office: Office) -> None:
    _, checked = handed(office, PLAIN.replace("19/02", "03/04"), order=DayOrder.DAY_FIRST)

    assert checked.problems == ()
    assert checked.planned[0].sent == date(2024, 4, 3)


def test_an_import_that_is_broken_off_leaves_nothing(office: Office) -> None:
    id, _ = handed(office, PLAIN, PROVED)
    steps = carry_out(office, id, (), by=BY)
    next(steps)

    steps.close()

    assert total(office) == 0
    assert list(carry_out(office, id, (), by=BY))[-1] == (2, 2)


def test_the_same_file_and_the_same_row_are_noticed(office: Office) -> None:
    (first,) = imported(office, PLAIN)

    with pytest.raises(NotAllowed, match="already imported on"):
        hand_in(office, "again.csv", csv(PLAIN), by=BY)
    id, checked = handed(office, PLAIN, PROVED)
    assert checked.known == ((2, first),)
    list(carry_out(office, id, (), by=BY))
    assert total(office) == 2


def test_the_same_row_twice_in_one_list_is_refused(office: Office) -> None:
    _, checked = handed(office, PLAIN, PLAIN)

    assert [str(problem.why) for problem in checked.problems] == [
        "This is a duplicate of line 2. Remove one of them."
    ]


def test_time_that_ended_long_ago_is_told_once_and_reminds_nobody(office: Office) -> None:
    by = add_account(office, "a@example.org", "A", RoleName.LAWYER).id
    id = hand_in(office, "requests.csv", csv(PLAIN, PROVED), by=by)
    list(carry_out(office, id, [a_paper("card.txt")], by=by))

    sweep(office)

    (unproved, proved) = office.workbook.lists.rows(id)
    assert (unproved.past, proved.past) == (True, True)
    assert remind(office).made == ()
    assert office.case_rows.rows(RowFilter(matter=Matter.MISSED), 0, 9)[1] == 0
    assert office.case_rows.rows(RowFilter(matter=Matter.LETTER), 0, 9)[1] == 0
    # Its window is known all the same, and so are two silences.
    with office.cases.look(proved.reference) as case:
        row = case.row()
        assert row
        assert row.last_safe_day == date(2024, 4, 9)
        assert len(case_state_of(case.history).lapses) == 2


def test_time_that_ends_after_the_import_is_watched_as_ever(office: Office, clock: Clock) -> None:
    clock.set(date(2024, 4, 2))
    by = add_account(office, "a@example.org", "A", RoleName.LAWYER).id
    id = hand_in(office, "requests.csv", csv(PROVED), by=by)
    list(carry_out(office, id, [a_paper("card.txt")], by=by))
    clock.set(date(2024, 4, 15))

    sweep(office)

    assert [made.reminder.day for made in remind(office).made] == [date(2024, 4, 9)]
    assert office.case_rows.rows(RowFilter(matter=Matter.MISSED), 0, 9)[1] == 1


def test_time_that_runs_still_is_no_matter_of_the_past(office: Office, clock: Clock) -> None:
    clock.set(date(2024, 3, 20))
    id, _ = handed(office, PLAIN, PROVED)

    list(carry_out(office, id, [a_paper("card.txt")], by=BY))

    assert [row.past for row in office.workbook.lists.rows(id)] == [False, False]


def test_a_receipt_that_can_be_proved_in_time_waits_on_the_morning_page(
    office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 20))

    imported(office, PLAIN)

    assert office.case_rows.rows(RowFilter(matter=Matter.LETTER), 0, 9)[1] == 1


def test_a_reply_of_which_only_the_list_tells_keeps_every_silence_off(office: Office) -> None:
    row = PROVED.replace(",card.txt,,,,", ",card.txt,2024-03-04,post,reply.txt,")
    (reference,) = imported(office, row, papers=[a_paper("card.txt")])

    assert sweep(office).entered == ()
    with office.cases.look(reference) as case:
        case_state = case_state_of(case.history)
        (came,) = case_state.unread()
    assert isinstance(came.event, DocumentReceived)
    assert came.event.evidence == ()

    refused = (QuestionOutcome("own-1", Outcome.REFUSED),)
    response = Response("refused", came.event.on, refused, [a_paper("reply.txt")])
    take_reply(office, reference, response, by=BY)
    with office.cases.look(reference) as case:
        assert case_state_of(case.history).unread() == ()


def test_nothing_is_published_of_a_request_whose_letter_is_not_on_file(office: Office) -> None:
    (reference,) = imported(office, PLAIN)
    consented(office, reference)
    received(office, reference, date(2024, 2, 26))

    with pytest.raises(NotAllowed, match="The letter is missing because entry"):
        publish_entries(office, reference, Publication((1, 3)), by="another")


def test_the_letter_that_was_sent_is_kept_where_it_was_added(office: Office) -> None:
    (reference,) = imported(office, PROVED, papers=[a_paper("letter.txt")])

    with office.cases.look(reference) as case:
        (sent,) = [e.event for e in case.history if isinstance(e.event, Sent)]
    assert len(sent.evidence) == 1


def test_a_long_list_is_checked_whole_and_imported_in_parts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_IMPORTED", 2)
    rows = [PLAIN.replace("19/02/2024", f"2024-02-{day}") for day in (12, 13, 14)]

    id, checked = handed(office, *rows)
    assert (len(checked.planned), len(checked.next)) == (3, 2)
    assert list(carry_out(office, id, (), by=BY))[-1] == (2, 2)

    assert total(office) == 2
    left = check_list(office, handed_in(office, id, by=BY))
    assert [line for line, _ in left.known] == [2, 3]
    assert [row.line for row in left.next] == [4]
    list(carry_out(office, id, (), by=BY))
    assert total(office) == 3
    assert office.workbook.lists.file(id).done_at
    with pytest.raises(NotAllowed, match="already imported"):
        hand_in(office, "again.csv", csv(*rows), by=BY)


def test_every_fault_of_a_long_list_is_told_at_its_line(office: Office) -> None:
    good = [
        PLAIN.replace("19/02/2024", "2024-02-19").replace("CN-1", f"CN-{n}") for n in range(500)
    ]
    bad = {
        line: row.replace("PTA", "Nobody") for line, row in enumerate(good, 2) if line % 16 == 0
    }

    _, checked = handed(office, *(bad.get(line, row) for line, row in enumerate(good, 2)))

    assert [problem.line for problem in checked.problems] == sorted(bad)
    assert len(checked.planned) == len(good) - len(bad)


@pytest.mark.slow
def test_five_thousand_rows_with_three_hundred_faults_are_corrected_and_all_saved(
    office: Office,
) -> None:
    row = PLAIN.replace("19/02/2024", "2024-02-19")
    good = [row.replace("CN-1", f"CN-{number}") for number in range(LONG)]
    bad = dict.fromkeys(range(2, LONG + 2, LONG // FAULTS)[:FAULTS])
    wrong = [
        each.replace("PTA", "Nobody") if line in bad else each for line, each in enumerate(good, 2)
    ]

    id, checked = handed(office, *wrong)
    assert [problem.line for problem in checked.problems] == list(bad)
    with pytest.raises(BadInput):
        list(carry_out(office, id, (), by=BY))
    assert total(office) == 0

    id, checked = handed(office, *good)
    assert not checked.problems
    saved = 0
    while saved < LONG:
        done, of = list(carry_out(office, id, (), by=BY))[-1]
        assert done == of > 0
        saved += done
        assert total(office) == saved
    numbers = set()
    for reference in office.cases.references():
        with office.cases.look(reference) as case:
            numbers.add(case.filing(3).number)
    assert numbers == {f"CN-{number}" for number in range(LONG)}
    assert office.workbook.lists.file(id).done_at
