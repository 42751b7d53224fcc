"""Answers are called what their outcomes make of them, and wrong input loses nothing."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import BY, Clock, a_paper, a_received_request, a_request
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import GivenAs, PassedBecause
from tracker.domain.case.agenda import agenda_of
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.refused import Refused
from tracker.domain.law.outcome import GroundCategory, QuestionOutcome, TypedSection, VagueGround
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, correct, note_extension, take_reply
from tracker.services.cases.waive_remedy import waive_remedy
from tracker.services.core.office import Office

ON = DaySpan.on(date(2024, 3, 8))


@pytest.fixture
def reference(office: Office) -> str:
    return a_received_request(office)


def asked(office: Office, reference: str) -> Drafted:
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
    assert drafted
    return drafted


def outcomes(office: Office, reference: str, *found: Outcome) -> tuple[QuestionOutcome, ...]:
    questions = asked(office, reference).questions
    chosen = [*found, *[found[-1]] * len(questions)]
    return tuple(QuestionOutcome(q.key, o) for q, o in zip(questions, chosen, strict=False))


TWICE = "is already logged as entry 5, with the same date and"


def test_a_form_that_is_sent_twice_or_two_people_with_one_letter_make_one_entry(
    office: Office, reference: str
) -> None:
    """An answer of another day is another one; so is the same once the first was corrected."""
    refused = Response("refused", ON, outcomes(office, reference, Outcome.REFUSED), [a_paper()])
    read_otherwise = replace(refused, outcomes=outcomes(office, reference, Outcome.PASSED_OVER))
    take_reply(office, reference, refused, by=BY)

    for again in (refused, read_otherwise):
        with pytest.raises(NotAllowed, match=TWICE):
            take_reply(office, reference, again, by="colleague")

    take_reply(office, reference, replace(refused, on=DaySpan.on(date(2024, 3, 11))), by=BY)
    correct(office, reference, 5, "It was misread.", by=BY)
    take_reply(office, reference, read_otherwise, by=BY)


def test_an_extension_that_is_recorded_twice_is_one(office: Office, reference: str) -> None:
    notice = (ON, "consultation", [a_paper()])
    note_extension(office, reference, *notice, by=BY)

    with pytest.raises(NotAllowed, match=TWICE):
        note_extension(office, reference, *notice, by=BY)


def test_a_refusal_keeps_the_duties_that_its_paper_fails(office: Office, reference: str) -> None:
    said = frozenset({"exact-exception", "principal-officer", "where-available"})
    found = outcomes(office, reference, Outcome.REFUSED)
    response = Response("refused", ON, found, [a_paper()], said)

    entry = take_reply(office, reference, response, by=BY)

    assert isinstance(entry.event, Refused)
    # Approval by the principal officer is required, but not of the notice: a question, no defect.
    # Where nothing was said to be public already, nobody had to say where it is.
    assert entry.event.lacking == ("exact-exception",)


@pytest.mark.parametrize(
    ("kind", "found", "says"),
    [
        ("answered", (Outcome.DISCLOSED, Outcome.REFUSED), "Partial answer"),
        ("refused", (Outcome.DISCLOSED, Outcome.REFUSED), "Partial answer"),
        ("partly-answered", (Outcome.REFUSED,), "No item was answered even in part. Choose"),
        ("refused", (Outcome.DISCLOSED,), "Every item was answered in full. Choose “Full"),
        ("applauded", (Outcome.DISCLOSED,), "is not a type of response. Use"),
    ],
)
def test_a_reply_must_be_called_what_it_is(
    office: Office, reference: str, kind: str, found: tuple[Outcome, ...], says: str
) -> None:
    response = Response(kind, ON, outcomes(office, reference, *found), [a_paper()])

    with pytest.raises(BadInput, match=says):
        take_reply(office, reference, response, by=BY)


def test_every_question_needs_an_outcome(office: Office, reference: str) -> None:
    first = outcomes(office, reference, Outcome.REFUSED)[:1]

    with pytest.raises(BadInput, match="every item"):
        take_reply(office, reference, Response("refused", ON, first, [a_paper()]), by=BY)


def test_an_exemption_must_be_one_of_the_law(office: Office, reference: str) -> None:
    key = asked(office, reference).questions[0].key
    found = (QuestionOutcome(key, Outcome.REFUSED, ("99-z",)),)
    rest = outcomes(office, reference, Outcome.REFUSED)[1:]

    with pytest.raises(BadInput, match="99-z"):
        take_reply(office, reference, Response("refused", ON, found + rest, [a_paper()]), by=BY)


SECTION_7 = VagueGround(GroundCategory.SECTION, "section 7")


def refused_with(
    office: Office, reference: str, vague: VagueGround, outcome: Outcome = Outcome.REFUSED
) -> Response:
    """A refusal of every item, with that ground at the first one."""
    first, *others = outcomes(office, reference, outcome, Outcome.REFUSED)
    found = (replace(first, vague=vague), *others)
    return Response("refused", ON, found, [a_paper()])


def test_a_ground_without_a_clause_is_kept_in_the_words_of_the_response(
    office: Office, reference: str
) -> None:
    entry = take_reply(office, reference, refused_with(office, reference, SECTION_7), by=BY)

    assert isinstance(entry.event, Refused)
    assert entry.event.outcomes[0].vague == SECTION_7
    assert entry.event.outcomes[0].exemptions == ()
    assert entry.event.own_words == ("section 7",)


@pytest.mark.parametrize(
    ("vague", "outcome", "message"),
    [
        (replace(SECTION_7, words=" "), Outcome.REFUSED, "in the words of the response"),
        (replace(SECTION_7, words="x" * 121), Outcome.REFUSED, "120 characters or fewer"),
        (SECTION_7, Outcome.NOT_HELD, "Only an item that was refused"),
    ],
)
def test_a_ground_that_cannot_be_is_refused(
    office: Office, reference: str, vague: VagueGround, outcome: Outcome, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        take_reply(office, reference, refused_with(office, reference, vague, outcome), by=BY)


def test_the_words_of_a_ground_may_not_name_the_applicant(office: Office, reference: str) -> None:
    with office.cases.look(reference) as case:
        name = case.applicant().name
    vague = VagueGround(GroundCategory.OTHER, f"at the wish of {name}")

    with pytest.raises(BadInput):
        take_reply(office, reference, refused_with(office, reference, vague), by=BY)


SECTION_99 = TypedSection("section 99(9)", "public tranquillity")


def under_section(
    office: Office, reference: str, section: TypedSection, outcome: Outcome = Outcome.REFUSED
) -> Response:
    """A refusal of every item, with that section at the first one."""
    first, *others = outcomes(office, reference, outcome, Outcome.REFUSED)
    return Response("refused", ON, (replace(first, section=section), *others), [a_paper()])


def test_a_section_that_the_law_file_does_not_list_is_kept_as_typed(
    office: Office, reference: str
) -> None:
    entry = take_reply(office, reference, under_section(office, reference, SECTION_99), by=BY)

    assert isinstance(entry.event, Refused)
    assert entry.event.outcomes[0].section == SECTION_99
    assert entry.event.outcomes[0].names_clause
    assert not entry.event.outcomes[1].names_clause
    assert entry.event.own_words == ("section 99(9)", "public tranquillity")


@pytest.mark.parametrize(
    ("section", "outcome", "message"),
    [
        (TypedSection(" "), Outcome.REFUSED, "the section that the response names"),
        (TypedSection("9" * 61), Outcome.REFUSED, "60 characters or fewer"),
        (TypedSection("9", "x" * 121), Outcome.REFUSED, "120 characters or fewer"),
        (SECTION_99, Outcome.NOT_HELD, "Only an item that was refused"),
    ],
)
def test_a_typed_section_that_cannot_be_is_refused(
    office: Office, reference: str, section: TypedSection, outcome: Outcome, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        take_reply(office, reference, under_section(office, reference, section, outcome), by=BY)


def test_a_typed_section_may_not_name_the_applicant(office: Office, reference: str) -> None:
    with office.cases.look(reference) as case:
        name = case.applicant().name

    for section in (TypedSection(name[:60]), TypedSection("section 9", f"at the wish of {name}")):
        with pytest.raises(BadInput):
            take_reply(office, reference, under_section(office, reference, section), by=BY)


def test_a_response_that_names_a_section_cannot_be_said_to_name_none(
    office: Office, reference: str
) -> None:
    """The Act of 2017 requires the exact exception on the notice (section 13(2)(b)(iv))."""
    named = replace(
        under_section(office, reference, SECTION_99), lacking=frozenset({"exact-exception"})
    )

    with pytest.raises(BadInput, match="you cannot say that it names none"):
        take_reply(office, reference, named, by=BY)


def test_a_reply_may_be_the_first_thing_that_shows_that_the_request_arrived(
    office: Office,
) -> None:
    sent = a_request(office)
    response = Response("refused", ON, outcomes(office, sent, Outcome.REFUSED), [a_paper()])

    take_reply(office, sent, response, by=BY)

    with office.cases.look(sent) as case:
        (window,) = case_status_of(case.history, office.library).windows
    # Thirty days after Friday 8 March 2024 (section 17(1)).
    assert window.closes.earliest == date(2024, 4, 7)


def test_nothing_is_lacking_that_nobody_said_to_be(office: Office, reference: str) -> None:
    found = outcomes(office, reference, Outcome.REFUSED)

    entry = take_reply(office, reference, Response("refused", ON, found, [a_paper()]), by=BY)

    assert isinstance(entry.event, Refused)
    assert entry.event.lacking == ()


@pytest.mark.parametrize(
    ("duty", "kind", "outcome", "exemptions", "says"),
    [
        (
            "exact-exception",
            "refused",
            Outcome.REFUSED,
            ("s7-e",),
            "The response names an exemption for an item",
        ),
        ("severance", "partly-answered", Outcome.PARTLY_DISCLOSED, (), "was severed"),
    ],
)
def test_a_defect_that_the_outcomes_themselves_disprove_is_refused(
    office: Office,
    reference: str,
    duty: str,
    kind: str,
    outcome: Outcome,
    exemptions: tuple[str, ...],
    says: str,
) -> None:
    law = office.library.law(asked(office, reference).law)
    severance = replace(next(d for d in law.refusal_duties if d.key == duty), when=(outcome,))
    laws = {law.key: replace(law, refusal_duties=(severance,))}
    told = replace(office, library=replace(office.library, laws=laws))
    first, *rest = asked(office, reference).questions
    found = [QuestionOutcome(first.key, outcome, exemptions)]
    found += [QuestionOutcome(question.key, Outcome.REFUSED) for question in rest]
    response = Response(kind, ON, tuple(found), [a_paper()], frozenset({duty}))

    with pytest.raises(BadInput, match=says):
        take_reply(told, reference, response, by=BY)


def test_nothing_is_said_of_a_body_without_its_paper(office: Office, reference: str) -> None:
    found = outcomes(office, reference, Outcome.REFUSED)

    with pytest.raises(BadInput, match="Attach the document"):
        take_reply(office, reference, Response("refused", ON, found, []), by=BY)
    with pytest.raises(BadInput, match="Attach the document"):
        note_extension(office, reference, ON, "", [], by=BY)


def test_a_reply_before_the_receipt_cannot_be(office: Office, reference: str) -> None:
    early = DaySpan.on(date(2024, 2, 23))
    found = outcomes(office, reference, Outcome.REFUSED)

    with pytest.raises(BadInput, match="the request was received"):
        take_reply(office, reference, Response("refused", early, found, [a_paper()]), by=BY)


def test_said_to_be_public_is_no_answer(office: Office, reference: str) -> None:
    found = outcomes(office, reference, Outcome.SAID_TO_BE_PUBLIC)

    with pytest.raises(BadInput, match="Partial answer"):
        take_reply(office, reference, Response("answered", ON, found, [a_paper()]), by=BY)
    take_reply(office, reference, Response("refused", ON, found, [a_paper()]), by=BY)


def test_after_a_full_answer_the_window_stands_and_nobody_is_reminded(
    office: Office, reference: str
) -> None:
    found = outcomes(office, reference, Outcome.DISCLOSED)
    take_reply(office, reference, Response("answered", ON, found, [a_paper()]), by=BY)

    with office.cases.look(reference) as case:
        case_status = case_status_of(case.history, office.library)

    assert [window.quiet for window in case_status.windows] == [True]
    assert case_status.next_day(date(2024, 3, 8)) is None


def test_after_a_statement_in_place_of_a_record_the_appeal_is_watched_until_it_is_enough(
    office: Office, reference: str, clock: Clock
) -> None:
    """Thirty days after Friday 8 March 2024 end on Sunday 7 April; the 5th is a Friday."""
    clock.set(date(2024, 3, 11))
    first, *others = outcomes(office, reference, Outcome.DISCLOSED)
    found = (replace(first, given_as=GivenAs.STATEMENT), *others)
    entry = take_reply(office, reference, Response("answered", ON, found, [a_paper()]), by=BY)

    with office.cases.look(reference) as case:
        case_status = case_status_of(case.history, office.library)
    assert case_status.phase is Phase.ANSWERED
    assert [window.quiet for window in case_status.windows] == [False]
    assert case_status.next_day(date(2024, 3, 11)) == date(2024, 4, 5)
    assert agenda_of(case_status, date(2024, 3, 11)).file_stage == "appeal"

    waive_remedy(office, reference, ("appeal", entry.seq), PassedBecause.ENOUGH_GIVEN, by=BY)

    with office.cases.look(reference) as case:
        case_status = case_status_of(case.history, office.library)
    assert case_status.next_day(date(2024, 3, 11)) is None


def test_a_day_to_come_is_refused(office: Office, reference: str) -> None:
    tomorrow = DaySpan.on(date(2026, 11, 25))

    with pytest.raises(BadInput, match="is still in the future for the body"):
        note_extension(office, reference, tomorrow, "", [a_paper()], by=BY)


def test_a_day_before_the_letter_was_sent_is_refused(office: Office, reference: str) -> None:
    with pytest.raises(BadInput, match="Check both dates"):
        note_extension(office, reference, DaySpan.on(date(2024, 2, 1)), "", [a_paper()], by=BY)


def test_a_ground_that_the_law_does_not_name_is_refused(office: Office, reference: str) -> None:
    with pytest.raises(BadInput, match="not a ground"):
        note_extension(office, reference, ON, "holidays", [a_paper()], by=BY)


def test_what_was_asked_cannot_be_struck(office: Office, reference: str) -> None:
    with pytest.raises(BadInput, match="cannot be corrected"):
        correct(office, reference, 1, "changed our mind", by=BY)


@pytest.mark.parametrize(
    ("why", "says"), [("", "Say briefly"), ("Ms Namoona gave another day", "the applicant’s name")]
)
def test_a_correction_needs_a_reason_that_names_nobody(
    office: Office, reference: str, why: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        correct(office, reference, 4, why, by=BY)
