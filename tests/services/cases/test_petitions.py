"""A petition under general law: its words, no computed deadline, and its reminders."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.abroad import case_status
from tests.offices import AYESHA, BY, Clock, a_paper, a_request, received, the_library, with_body
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.terms import Channel
from tracker.domain.base.text import Text
from tracker.domain.case.case_status import Phase
from tracker.domain.case.request import Filing
from tracker.domain.law.law import LetterKind, ReadIn, Source
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.petition import PETITIONER, is_petition
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.record.body_results import BodyResult, turns
from tracker.domain.record.record import Record
from tracker.domain.record.scorecard import scorecard
from tracker.domain.record.tally import Scope, What
from tracker.services.cases.notes_and_tasks import NewTask, tasks_about
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.sending import approve, send
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.offering import fitting
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.publishing import Publication
from tracker.services.publishing.publishing import publish_entries, publishable

BODY, PETITION = "pk-invented-home", "general-petition"
SENT, RECEIVED = date(2024, 2, 19), date(2024, 2, 21)
# Longer than any time limit of a law in the library.
MUCH_LATER = date(2026, 11, 20)


@pytest.fixture
def office_library() -> Library:
    """The shipped library with a ministry that no law binds, and that has no calendar."""
    shipped = the_library()
    unbound = replace(
        shipped.body("pk-interior"),
        key=BODY,
        name=Text({"en": "Invented Home Department", "ur": "فرضی محکمۂ داخلہ"}),
        address_to=Text({"en": "The Secretary"}),
        laws=(),
        calendar="",
        zone="Asia/Karachi",
    )
    return with_body(shipped, unbound)


@pytest.fixture
def petition(office: Office, clock: Clock) -> str:
    clock.set(date(2024, 2, 26))
    reference = a_request(office, body=BODY, on=SENT, eligibility=PETITIONER)
    received(office, reference, RECEIVED)
    return reference


def letter(office: Office, reference: str, kind: LetterKind) -> str:
    with office.cases.look(reference) as case:
        composed = compose(office, case, kind)
    return " ".join(office.documents.plain(composed).split())


def published(office: Office, reference: str) -> Record:
    with office.cases.look(reference) as case:
        chosen = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(chosen), by=BY)
    return office.records.record(reference)


def test_body_without_law_is_sent_petition(office: Office) -> None:
    draft = start(office, "pk-x-2024", BODY, by=BY)
    assert draft.law == PETITION
    assert draft.eligibility == PETITIONER
    assert draft.questions
    assert office.library.law(draft.law).petition


def test_no_petition_replaces_law_that_was_not_in_force(office: Office) -> None:
    pta = office.library.body("pk-pta")
    first = office.library.law(pta.laws[0]).in_force.since
    with pytest.raises(NoLimitOnFile, match="no law that applied"):
        office.library.law_binding(pta, first - timedelta(days=1))


def test_petition_of_country_goes_before_one_of_none(office: Office) -> None:
    general = office.library.petitions[PETITION]
    own = replace(general, key="pk-petition", country="pk")
    library = replace(office.library, petitions={PETITION: general, own.key: own})
    assert library.law_binding(library.body(BODY), SENT).key == own.key
    elsewhere = replace(library.body(BODY), country="ir")
    assert library.law_binding(elsewhere, SENT).key == PETITION


def test_provision_that_was_read_is_cited(office: Office) -> None:
    where = Source("an official copy", ReadIn.OFFICIAL_COPY)
    general = office.library.petitions[PETITION]
    own = replace(general, cite=Text({"en": "Article 99"}), source=where)
    law = own.as_law
    assert law.cite(law.eligibility.sources) == "Article 99"
    assert general.as_law.cite(general.as_law.eligibility.sources) == ""


def test_letter_says_that_it_is_petition_and_claims_no_time(office: Office, petition: str) -> None:
    said = letter(office, petition, LetterKind.REQUEST)
    assert "This letter is a petition." in said
    assert "relies on no time limit set by law, and it starts none" in said
    assert "No time for a reply is claimed." in said
    for claimed in ("time that the law allows", "working days", "Right of Access", "section"):
        assert claimed not in said


def test_reminder_claims_no_time(office: Office, petition: str) -> None:
    said = letter(office, petition, LetterKind.REMINDER)
    assert "under general law, as a petition" in said
    assert "it claims no time limit" in said
    assert "restart the time for a decision" not in said


def test_nothing_is_counted_and_no_remedy_opens(
    office: Office, clock: Clock, petition: str
) -> None:
    clock.set(MUCH_LATER)
    assert sweep(office).entered == ()
    found = case_status(office, petition)
    assert found.phase is Phase.AWAITING
    assert (found.awaited, found.windows, found.not_counted) == ((), (), ())
    assert found.next_day(MUCH_LATER) is None
    offered = {each.kind for each in fitting(found, office.library, MUCH_LATER)}
    assert offered == {LetterKind.REQUEST, LetterKind.REMINDER}


def test_answer_after_years_is_not_late(office: Office, clock: Clock, petition: str) -> None:
    clock.set(MUCH_LATER)
    sweep(office)
    asked = case_status(office, petition).case_state.drafted
    assert asked
    outcomes = tuple(QuestionOutcome(each.key, Outcome.REFUSED) for each in asked.questions)
    response = Response("refused", DaySpan.on(MUCH_LATER), outcomes, [a_paper("refusal.txt")])
    take_reply(office, petition, response, by=BY)
    found = case_status(office, petition)
    assert found.phase is Phase.REFUSED
    assert found.windows == ()


def test_public_record_counts_petition_as_neither_late_nor_silent(
    office: Office, clock: Clock, petition: str
) -> None:
    clock.set(MUCH_LATER)
    sweep(office)
    record = published(office, petition)
    assert is_petition(record.law)
    assert record.deadlines == ()
    sums = office.records.tally(Scope.BODY, list(What), BODY)
    asked = scorecard({what: counts for (_, what), counts in sums.items()}).asked
    assert asked.body_results == {BodyResult.WITHOUT_LIMIT: 1}
    assert asked.known == 0
    assert [turn.body_result for turn in turns(record)] == [BodyResult.OPEN]


def test_answered_petition_is_without_limit(office: Office, clock: Clock, petition: str) -> None:
    asked = case_status(office, petition).case_state.drafted
    assert asked
    outcomes = tuple(QuestionOutcome(each.key, Outcome.REFUSED) for each in asked.questions)
    on = date(2024, 2, 23)
    response = Response("refused", DaySpan.on(on), outcomes, [a_paper("refusal.txt")])
    take_reply(office, petition, response, by=BY)
    clock.set(MUCH_LATER)
    record = published(office, petition)
    assert [turn.body_result for turn in turns(record)] == [BodyResult.WITHOUT_LIMIT]
    sums = office.records.tally(Scope.BODY, [What.DAYS], BODY)
    assert not any(sums.values())


def test_office_is_reminded_on_day_that_it_chose(office: Office, clock: Clock) -> None:
    clock.set(date(2024, 2, 26))
    lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    draft = save(office, start(office, "pk-x-2024", BODY, by=lawyer), AYESHA, by=lawyer)
    settle(office, draft.reference, draft.version, on=SENT, by=lawyer)
    approve(office, draft.reference, by=lawyer, on=SENT)
    dispatch = SendingDetails(
        SENT, Channel.COURIER, Filing("1"), [a_paper("courier.txt")], a_paper("request.txt")
    )
    send(office, draft.reference, dispatch, by=lawyer, task=NewTask("Look", date(2024, 4, 1)))
    (worded,) = tasks_about(office, draft.reference)
    assert (worded.task.person, worded.task.due) == (lawyer, date(2024, 4, 1))
    assert case_status(office, draft.reference).case_state.sent[0].event.on == DaySpan.on(SENT)
