"""A request that was handed on: each body is called silent or late for its own time alone.

India, received on Wednesday 10 January 2024 by the Ministry of Electronics: thirty days end on
Friday 9 February. What the Ministry of Home Affairs received on 12 January it had to answer in
February too. The limits of that Act were not read in an official copy, so they are provisional:
the figures call nobody late or silent by them, nor in time.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.abroad import asked_abroad, case_status, library_abroad, noted, refused
from tests.offices import BY, Clock, an_office
from tests.web import record_scenes as scenes
from tests.web.browser import an_app, signed_in, somebody
from tracker.domain.case.case_status import Phase
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.law.law import LetterKind
from tracker.services.cases.receiving import correct
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import compose
from tracker.web.record.block.dossier import block_page
from tracker.web.record.body.bodies import bodies_page
from tracker.web.record.body.body import body_page
from tracker.web.record.request.status_text import public_status_text
from tracker.web.record.words.lines import records_page

ASKED, NEXT = "in-meity", "in-mha"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    with an_office(tmp_path, library=library_abroad()) as found:
        yield found


@pytest.fixture
def office(opened: tuple[Office, Clock]) -> Office:
    return opened[0]


def transferred_to(office: Office) -> str:
    """A request that another body had to answer from two days after it was received."""
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    noted(office, reference, "transferred", date(2024, 1, 12), to=NEXT)
    return reference


def handed_on_and_silent(office: Office) -> str:
    reference = transferred_to(office)
    sweep(office)
    scenes.show(office, reference)
    return reference


def handed_on_late_and_refused(office: Office) -> str:
    """One that was handed on only after the time of the body asked had passed."""
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    sweep(office, date(2024, 3, 1))
    noted(office, reference, "transferred", date(2024, 3, 15), to=NEXT)
    refused(office, reference, date(2024, 3, 20))
    scenes.show(office, reference)
    return reference


def at(office: Office, body: str) -> dict[str, int]:
    found = scenes.body_results(office, body)
    by_key = {line.key: line.figures[0].value for line in bodies_page(office).asked}
    assert by_key[body] == str(sum(found.values()))
    return found


def last_days(office: Office, body: str) -> list[str]:
    """The last days of answers in the calendar of a body, as they are called there."""
    calendar = Calendar.from_ical(scenes.serve(office).get(f"/bodies/{body}/calendar.ics").data)
    titles = [str(event["summary"]) for event in calendar.walk("VEVENT")]
    return [title.partition("): ")[2] for title in titles if "deadline: Reply of" in title]


def test_a_calendar_names_the_body_that_has_to_answer_by_the_last_day(office: Office) -> None:
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    scenes.show(office, reference)
    assert last_days(office, ASKED) == ["deadline: Reply of the Public Information Officer"]

    noted(office, reference, "transferred", date(2024, 1, 12), to=NEXT)
    scenes.show(office, reference)
    for body in (ASKED, NEXT):
        assert last_days(office, body) == [
            "deadline: Reply of the Public Information Officer (MHA)"
        ]


def test_a_calendar_calls_nobody_by_name_where_the_next_body_is_not_on_file(
    office: Office,
) -> None:
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    noted(office, reference, "transferred", date(2024, 1, 12), to="")
    scenes.show(office, reference)

    [said] = last_days(office, ASKED)
    assert said.endswith("(a body that is not in our list)")


def test_a_body_that_handed_it_on_in_time_is_not_silent_and_the_next_one_is(
    office: Office,
) -> None:
    handed_on_and_silent(office)

    assert office.records.lines()[0].criticised == (NEXT,)
    assert at(office, ASKED) == {"handed-on": 1}
    assert at(office, NEXT) == {"silence-in-doubt": 1}


def test_a_silence_of_before_stays_with_the_body_that_had_to_answer_then(office: Office) -> None:
    reference = handed_on_late_and_refused(office)

    record = office.records.record(reference)
    assert record.criticised == (ASKED,)
    assert at(office, ASKED) == {"silence-in-doubt": 1}
    assert at(office, NEXT) == {"answer-in-doubt": 1}
    said = public_status_text(record, office.library)
    assert said.startswith("The Ministry of Home Affairs refused on Wednesday 20 March 2024.")


def test_a_reply_of_before_is_that_of_the_body_that_gave_it(office: Office) -> None:
    """The first body refused, and what it did not hold went on to another one."""
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    refused(office, reference, date(2024, 1, 11))
    noted(office, reference, "transferred", date(2024, 1, 12), to=NEXT)
    scenes.show(office, reference)

    record = office.records.record(reference)
    assert at(office, ASKED) == {"answer-in-doubt": 1}
    assert at(office, NEXT) == {"open": 1}
    said = public_status_text(record, office.library)
    assert said.startswith("The Ministry of Electronics and Information Technology refused")


def test_the_lists_of_both_bodies_and_of_the_block_show_it_and_where_it_went(
    office: Office,
) -> None:
    reference = transferred_to(office)
    scenes.show(office, reference)

    for body in (ASKED, NEXT):
        (line,) = records_page(office, body=body).lines
        assert (line.reference, line.body) == (reference, ASKED)
        assert line.transferred_to == "the Ministry of Home Affairs"
    assert records_page(office, body="in-trai").lines == ()
    asked_of = {each.body: each.requests for each in block_page(office, "in-test").asked}
    assert asked_of == {ASKED: 1, NEXT: 1}


def test_a_transfer_that_was_struck_moves_nothing(office: Office) -> None:
    reference = transferred_to(office)
    scenes.show(office, reference)
    scenes.strike(office, reference, "transferred", "The letter was about another request.")

    assert office.records.lines(body=NEXT) == ()
    assert at(office, ASKED) == {"open": 1}


def test_the_notice_before_a_silence_is_shown_goes_to_the_body_that_was_silent(
    office: Office,
) -> None:
    reference = transferred_to(office)
    sweep(office)

    with office.cases.look(reference) as case:
        kinds = {letter.kind for letter in case.prepared_letters()}
        letter = office.documents.plain(compose(office, case, LetterKind.NOTICE))

    assert LetterKind.NOTICE in kinds
    assert "Ministry of Home Affairs" in letter.split("Notice sent before publication")[0]
    assert "sent to the Ministry of Electronics and Information Technology, which" in " ".join(
        letter.split()
    )


def test_a_body_that_gets_it_after_a_silence_has_a_time_and_a_silence_of_its_own(
    office: Office,
) -> None:
    """Handed on on Wednesday 20 March 2024, when the first body's time had passed. The Act does
    not say from which receipt the next one counts, so its thirty days end on Friday 19 April at
    the latest (eleven days to the end of March, nineteen of April); the forty days where a third
    party is heard, the longest time, end on Monday 29 April."""
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    sweep(office, date(2024, 3, 1))
    handed = noted(office, reference, "transferred", date(2024, 3, 20), to=NEXT)

    assert sweep(office, date(2024, 4, 19)).entered == ()
    entered = [
        (each.kind, each.latest)
        for day in (date(2024, 4, 20), date(2024, 4, 29), date(2024, 4, 30), date(2024, 6, 1))
        for each in sweep(office, day).entered
    ]
    assert entered == [("overdue", date(2024, 4, 19)), ("fell-silent", date(2024, 4, 29))]

    found = [lapse for _, lapse in lapses(office, reference)]
    silences = [lapse for lapse in found if isinstance(lapse, FellSilent)]
    assert [(each.body, each.opening) for each in silences] == [(ASKED, 4), (NEXT, handed.seq)]
    scenes.show(office, reference)
    assert at(office, ASKED) == {"silence-in-doubt": 1}
    assert at(office, NEXT) == {"silence-in-doubt": 1}


def test_the_word_for_where_it_stands_is_of_the_body_that_has_it_now(office: Office) -> None:
    """The first body was silent; the next one has until Friday 19 April 2024, see above."""
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    sweep(office, date(2024, 3, 1))
    assert case_status(office, reference).phase is Phase.SILENT

    handed = noted(office, reference, "transferred", date(2024, 3, 20), to=NEXT)

    found = case_status(office, reference)
    assert (found.phase, found.turn and found.turn.opening) == (Phase.AWAITING, handed)
    assert said_of(office, reference).startswith("Received. MHA’s deadline to respond")
    assert "19 April 2024" in said_of(office, reference)
    sweep(office, date(2024, 4, 20))
    assert case_status(office, reference).phase is Phase.OVERDUE
    sweep(office, date(2024, 4, 30))
    assert case_status(office, reference).phase is Phase.SILENT


def said_of(office: Office, reference: str) -> str:
    lawyer = signed_in(an_app(office), office, somebody(office))
    (words,) = lawyer.get(f"/desk/requests/{reference}").tree.xpath(
        "//main//h2[.='Status and next steps']/following-sibling::p[1]"
    )
    return " ".join(words.text_content().split())


def test_the_requesters_time_after_the_first_silence_stays_when_it_is_handed_on(
    office: Office,
) -> None:
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    sweep(office, date(2024, 3, 1))
    before = [window.closes.earliest for window in case_status(office, reference).windows]

    noted(office, reference, "transferred", date(2024, 3, 20), to=NEXT)

    assert before
    after = [window.closes.earliest for window in case_status(office, reference).windows]
    assert after[: len(before)] == before


def test_the_silence_of_the_next_body_stands_when_that_of_the_first_was_wrong(
    office: Office,
) -> None:
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    sweep(office, date(2024, 3, 1))
    noted(office, reference, "transferred", date(2024, 3, 20), to=NEXT)
    sweep(office, date(2024, 4, 30))
    of_first = [each for each in lapses(office, reference) if each[1].body == ASKED]

    for seq, _ in of_first:
        correct(office, reference, seq, "An answer was found.", by=BY)

    left = [(lapse.kind, lapse.body) for _, lapse in lapses(office, reference)]
    assert left == [("overdue", NEXT), ("fell-silent", NEXT)]
    assert sweep(office, date(2024, 6, 1)).entered == ()


def lapses(office: Office, reference: str) -> list[tuple[int, MissedDeadline]]:
    found = case_status(office, reference).case_state.lapses
    return [(each.seq, each.event) for each in found if isinstance(each.event, MissedDeadline)]


def test_what_the_next_body_did_is_told_of_that_one_and_not_of_the_one_asked(
    office: Office,
) -> None:
    reference = handed_on_and_silent(office)

    record = office.records.record(reference)
    assert public_status_text(record, office.library).startswith(
        "No response from the Ministry of Home Affairs recorded by "
    )
    (lane,) = block_page(office, "in-test").life.lanes
    told = lane.told
    assert (told.body_name, told.transferred_to) == ("MeitY", "MHA")
    assert [name for _, name, _ in told.came] == [
        "No response within the maximum time limit (MHA)"
    ]
    reader = scenes.serve(office)
    next_one = "Ministry of Home Affairs"
    assert (
        f"<dt>Transferred to</dt><dd>{next_one}</dd>" in reader.get(f"/requests/{reference}").text
    )
    assert f"transferred to <bdi>the {next_one}</bdi>" in reader.get("/search?q=Electronics").text
    assert f"Technology, transferred to the {next_one}, about" in reader.get("/feed.atom").text
    page = reader.get("/blocks/in-test").text
    lanes = page[page.index('<figure class="lanes">') : page.index("</figure>")]
    table = page[page.index('<table class="table stacks">') : page.index("</table>")]
    for part in (lanes, table):
        assert "<bdi>MeitY</bdi>" in part
        assert "transferred to <bdi>MHA</bdi>" in part


def test_a_late_answer_of_the_next_body_is_no_lateness_of_the_one_before(office: Office) -> None:
    """The first body let its time pass, and the next one refused within its own."""
    reference = handed_on_late_and_refused(office)

    said = public_status_text(office.records.record(reference), office.library)
    assert said == "The Ministry of Home Affairs refused on Wednesday 20 March 2024."


def test_what_a_body_that_is_not_on_file_did_is_laid_at_nobodys_door(office: Office) -> None:
    reference = asked_abroad(office, ASKED, date(2024, 1, 10))
    noted(office, reference, "transferred", date(2024, 1, 12))
    scenes.show(office, reference)
    waits = public_status_text(office.records.record(reference), office.library)
    refused(office, reference, date(2024, 3, 20))
    scenes.show(office, reference)

    assert waits.startswith(
        "Received by the Ministry of Electronics and Information Technology on Wednesday 10 "
        "January"
    )
    assert "The time limit runs" not in waits
    record = office.records.record(reference)
    assert public_status_text(record, office.library) == (
        "A body that is not in our list refused on Wednesday 20 March 2024."
    )
    assert at(office, ASKED) == {"handed-on": 1}
    assert not body_page(office, ASKED).card.answers
    assert "transferred to another body, about" in scenes.serve(office).get("/feed.atom").text
    (line,) = records_page(office, body=ASKED).lines
    assert line.transferred_to == "a body that is not in our list"
    reader = scenes.serve(office)
    answers = reader.get("/blocks/in-test/answers").text
    assert "Transferred elsewhere" in answers
    page = reader.get("/blocks/in-test").text
    assert "Transferred <small>" in page
    assert "Refusal (a body that is not in our list)" in page
