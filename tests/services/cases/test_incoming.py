"""A paper that came and was not read yet: nobody is called silent while it waits."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import AYESHA, BY, Clock, a_paper, a_request, received, told
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import Phase
from tracker.domain.case.history import History
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.incoming import papers_of
from tracker.services.cases.receiving import Response, correct, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.ports.cases import RowFilter
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

# Received on Monday 26 February 2024: ten working days end on Monday 11 March, the twenty of the
# longest limit on Monday 1 April (23 March is Pakistan Day, a Saturday, and changes nothing).
MONDAY = date(2024, 2, 26)
CAME = DaySpan.on(date(2024, 3, 8))
AFTER = date(2024, 4, 2)


@pytest.fixture
def reference(office: Office) -> str:
    made = a_request(office)
    received(office, made, MONDAY)
    return made


def history(office: Office, reference: str) -> History:
    with office.cases.look(reference) as case:
        return case.history


def lapses(office: Office, reference: str) -> list[type]:
    found = (type(entry.event) for entry in history(office, reference))
    return [kind for kind in found if kind in (Overdue, FellSilent)]


def a_refusal(office: Office, reference: str, on: DaySpan, *papers) -> Response:
    drafted = case_state_of(history(office, reference)).drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.REFUSED) for q in drafted.questions)
    return Response("refused", on, outcomes, papers)


def test_no_silence_is_entered_while_a_paper_waits_to_be_read(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(date(2024, 3, 8))
    record(office, reference, DocumentReceived(on=CAME, channel=Channel.POST), [a_paper()], by=BY)
    clock.set(AFTER)

    sweep(office)

    assert lapses(office, reference) == []


def test_once_it_is_set_aside_the_silence_is_entered_by_the_day_that_passed(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(date(2024, 3, 8))
    came = record(
        office, reference, DocumentReceived(on=CAME, channel=Channel.POST), [a_paper()], by=BY
    )
    clock.set(AFTER)
    correct(office, reference, came.seq, "It belongs to another request.", by=BY)

    sweep(office)

    assert lapses(office, reference) == [Overdue, FellSilent]


def test_what_it_is_rests_on_the_paper_that_came(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(date(2024, 3, 8))
    came = record(
        office,
        reference,
        DocumentReceived(on=CAME, channel=Channel.POST),
        [a_paper("scan.txt")],
        by=BY,
    )
    on, files = papers_of(office, reference, came.seq)

    reply = take_reply(office, reference, a_refusal(office, reference, on, *files.values()), by=BY)

    assert on == CAME
    assert [file.name for file in files.values()] == ["scan.txt"]
    assert reply.event.evidence == came.event.evidence
    assert case_state_of(history(office, reference)).unread() == ()
    with pytest.raises(NotOnFile, match="No document is waiting"):
        papers_of(office, reference, came.seq)


def test_striking_what_it_was_taken_for_makes_it_unread_again(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(date(2024, 3, 8))
    came = record(
        office, reference, DocumentReceived(on=CAME, channel=Channel.POST), [a_paper()], by=BY
    )
    _, files = papers_of(office, reference, came.seq)
    reply = take_reply(
        office, reference, a_refusal(office, reference, CAME, *files.values()), by=BY
    )

    correct(office, reference, reply.seq, "It was an advertisement.", by=BY)

    assert [entry.seq for entry in case_state_of(history(office, reference)).unread()] == [
        came.seq
    ]


def test_a_silence_that_was_found_already_is_not_published_over_an_unread_paper(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(AFTER)
    sweep(office)
    record(office, reference, DocumentReceived(on=CAME, channel=Channel.EMAIL), [a_paper()], by=BY)
    everything = tuple(entry.seq for entry in publishable(history(office, reference)))

    with pytest.raises(BadInput, match="A document from the body has not been"):
        publish_entries(office, reference, Publication(everything), by=BY)


def test_an_answer_found_in_time_strikes_the_silence(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(AFTER)
    sweep(office)
    came = record(
        office, reference, DocumentReceived(on=CAME, channel=Channel.EMAIL), [a_paper()], by=BY
    )
    on, files = papers_of(office, reference, came.seq)

    take_reply(office, reference, a_refusal(office, reference, on, *files.values()), by=BY)

    struck = [e.event.entry for e in history(office, reference) if isinstance(e.event, Corrected)]
    assert len(struck) == 2


def test_a_paper_needs_its_file_and_a_day_that_can_be(office: Office, reference: str) -> None:
    early, late = DaySpan.on(date(2024, 1, 2)), DaySpan.on(date(2027, 1, 2))
    with pytest.raises(BadInput, match="Attach the document"):
        record(office, reference, DocumentReceived(on=CAME, channel=Channel.POST), [], by=BY)
    with pytest.raises(BadInput, match="is before"):
        record(
            office, reference, DocumentReceived(on=early, channel=Channel.POST), [a_paper()], by=BY
        )
    with pytest.raises(BadInput, match="is still in the future for the body"):
        record(
            office, reference, DocumentReceived(on=late, channel=Channel.POST), [a_paper()], by=BY
        )


def test_nothing_comes_before_the_request_was_sent(office: Office) -> None:
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, by=BY)

    with pytest.raises(NotAllowed, match="was sent"):
        record(
            office,
            draft.reference,
            DocumentReceived(on=CAME, channel=Channel.POST),
            [a_paper()],
            by=BY,
        )


def shown_silence(office: Office, clock: Clock, reference: str) -> None:
    """Both lapses on the public record, as they were found before the paper came to light."""
    clock.set(AFTER)
    sweep(office)
    clock.set(date(2024, 4, 20))
    told(office, reference, date(2024, 4, 3))
    everything = tuple(entry.seq for entry in publishable(history(office, reference)))
    shown = Publication(everything, provisional_accepted=True)
    publish_entries(office, reference, shown, by=BY)


def in_doubt(office: Office, reference: str) -> list[str]:
    shown = office.records.record(reference)
    return [entry.kind for entry in shown.entries if not entry.counts and not entry.corrected]


def doubted(office: Office) -> int:
    return office.case_rows.rows(RowFilter(doubted=True), 0, 1)[1]


def test_no_accusation_outlives_a_paper_that_came_in_time_and_was_not_read(
    office: Office, clock: Clock, reference: str
) -> None:
    """Friday 8 March is before the last day of either limit."""
    shown_silence(office, clock, reference)
    before = office.records.record(reference)
    assert (before.phase, before.criticised) == (Phase.SILENT, ("pk-pta",))

    came = record(
        office,
        reference,
        DocumentReceived(on=CAME, channel=Channel.POST),
        [a_paper("private.txt")],
        by=BY,
    )

    shown = office.records.record(reference)
    assert in_doubt(office, reference) == ["overdue", "fell-silent"]
    assert (shown.phase, shown.criticised) == (Phase.AWAITING, ())
    assert shown.version == before.version + 1
    assert {entry.kind for entry in shown.entries} == {entry.kind for entry in before.entries}
    for private in (b"private.txt", b"document-received", came.event.evidence[0].encode()):
        assert private not in office.records.published(reference)
    # Its day alone is told, beside each of the two, so that nobody can let it lie unseen.
    days = {entry.possible_response for entry in shown.entries if not entry.counts}
    assert days == {CAME}
    assert office.records.published(reference).count(b"2024-03-08") == 4
    assert doubted(office) == 1

    correct(office, reference, came.seq, "It belongs to another request.", by=BY)

    again = office.records.record(reference)
    assert (again.phase, again.criticised, again.version) == (Phase.SILENT, ("pk-pta",), 3)
    assert doubted(office) == 0


def test_a_paper_that_came_between_the_limits_leaves_the_first_of_them_standing(
    office: Office, clock: Clock, reference: str
) -> None:
    """Wednesday 13 March is after the ordinary limit and before the longest one."""
    shown_silence(office, clock, reference)

    record(
        office,
        reference,
        DocumentReceived(on=DaySpan.on(date(2024, 3, 13)), channel=Channel.POST),
        [a_paper()],
        by=BY,
    )

    assert in_doubt(office, reference) == ["fell-silent"]
    assert office.records.record(reference).phase is Phase.OVERDUE


def test_a_paper_that_surely_came_later_puts_no_silence_in_doubt(
    office: Office, clock: Clock, reference: str
) -> None:
    shown_silence(office, clock, reference)
    version = office.records.record(reference).version

    record(
        office,
        reference,
        DocumentReceived(on=DaySpan.on(date(2024, 4, 15)), channel=Channel.POST),
        [a_paper()],
        by=BY,
    )

    assert in_doubt(office, reference) == []
    assert office.records.record(reference).version == version
    assert doubted(office) == 0


def test_what_it_says_takes_the_doubt_away_and_strikes_the_silence(
    office: Office, clock: Clock, reference: str
) -> None:
    shown_silence(office, clock, reference)
    came = record(
        office, reference, DocumentReceived(on=CAME, channel=Channel.POST), [a_paper()], by=BY
    )
    _, files = papers_of(office, reference, came.seq)

    take_reply(office, reference, a_refusal(office, reference, CAME, *files.values()), by=BY)

    shown = office.records.record(reference)
    assert in_doubt(office, reference) == []
    assert [entry.kind for entry in shown.entries if entry.corrected] == [
        "overdue",
        "fell-silent",
    ]
    assert shown.criticised == ()
