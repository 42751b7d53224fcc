"""The ladder of remedies: which are open, who hears each, and what the next one is.

India, refused on Wednesday 31 January 2024: thirty days end on Friday 1 March. The first appeal,
filed on 15 February, is to be decided by 31 March at the longest (45 days).
"""

from datetime import date

import pytest

from tests.abroad import asked_abroad, by_hand, case_status, library_abroad, noted, refused
from tests.offices import BY, a_request, received
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.case_status import Phase
from tracker.domain.case.history import Entry
from tracker.domain.case.windows import UntimedRemedy, Window
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.library import Library
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.remedies import Remedy, unused
from tracker.services.publishing.publishing import Publication, preview, publishable


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def indian(office: Office) -> str:
    reference = asked_abroad(office, "in-meity", date(2024, 1, 10))
    refused(office, reference, date(2024, 1, 31))
    return reference


@pytest.fixture
def british(office: Office) -> str:
    reference = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    refused(office, reference, date(2024, 1, 24))
    return reference


def remedies(office: Office, reference: str) -> dict[str, Remedy]:
    found = unused(case_status(office, reference), office.library)
    return {each.opened.stage.key: each for each in found}


def filed(office: Office, reference: str, stage: str, on: date) -> Entry:
    chosen = remedies(office, reference)[stage]
    return file_appeal(office, reference, by_hand(on), remedy=chosen.place, by=BY)


def decided(
    office: Office,
    reference: str,
    on: date,
    outcome: DecisionOutcome = DecisionOutcome.DISMISSED,
    appeal: int | None = None,
) -> Entry:
    return record_decision(office, reference, on, outcome, [], appeal=appeal, by=BY)


def filing(entry: Entry) -> tuple[str, str]:
    assert isinstance(entry.event, AppealFiled)
    return entry.event.stage, entry.event.to


def test_a_refusal_opens_the_appeal_and_the_complaint_beside_it(
    office: Office, indian: str
) -> None:
    open_ones = remedies(office, indian)

    assert list(open_ones) == ["appeal", "complaint"]
    appeal, complaint = open_ones.values()
    assert isinstance(appeal.opened, Window)
    assert appeal.opened.closes.earliest == date(2024, 3, 1)
    assert appeal.to == "in-meity"
    assert isinstance(complaint.opened, UntimedRemedy)
    assert "No time limit is known" in str(complaint.opened.why)
    assert complaint.to == "in-cic"


def test_a_confirmatory_application_is_awaited_from_its_own_registration(office: Office) -> None:
    """The Commission, registered on Friday 25 October 2019: its own letter says 18 November. The
    confirmatory application was filed on Monday 25 November and registered on Wednesday the 27th:
    28 and 29 November, 2 to 6, 9 to 13 and 16 to 18 December are fifteen working days."""
    reference = asked_abroad(office, "eu-commission", date(2019, 10, 24))
    noted(office, reference, "registered", date(2019, 10, 25))
    sweep(office, date(2019, 11, 19))
    appeal = filed(office, reference, "confirmatory", date(2019, 11, 25))

    reply, decision = case_status(office, reference).awaited
    assert (decision.stage.key, decision.opening.seq) == ("confirmatory-decision", appeal.seq)
    assert decision.longest.latest is None
    assert reply.ordinary.latest == date(2019, 11, 18)
    assert sweep(office, date(2020, 2, 28)).entered == ()
    with pytest.raises(BadInput, match="this began"):
        noted(office, reference, "registered", date(2019, 11, 22))

    noted(office, reference, "registered", date(2019, 11, 27))

    reply, decision = case_status(office, reference).awaited
    assert reply.ordinary.latest == date(2019, 11, 18)
    assert (decision.ordinary.earliest, decision.longest.latest) == (
        date(2019, 12, 18),
        date(2019, 12, 18),
    )
    with pytest.raises(NotAllowed, match="already logged"):
        noted(office, reference, "registered", date(2019, 11, 28))
    assert sweep(office, date(2019, 12, 18)).entered == ()
    sweep(office, date(2019, 12, 19))
    silence = case_status(office, reference).case_state.lapse(
        FellSilent, "confirmatory-decision", appeal.seq
    )
    assert silence
    assert isinstance(silence.event, FellSilent)
    assert silence.event.body == "eu-commission"
    assert {"court", "ombudsman"} <= set(remedies(office, reference))


def test_a_registration_that_comes_after_the_filing_is_not_that_of_the_first_application(
    office: Office,
) -> None:
    """Refused on 12 November 2019 although nobody had told of a registration: what is registered
    after the confirmatory application was filed opens no time for a reply, and no silence on the
    first application. What the court may hear is a silence on the confirmatory one."""
    reference = asked_abroad(office, "eu-commission", date(2019, 10, 24))
    refused(office, reference, date(2019, 11, 12))
    filed(office, reference, "confirmatory", date(2019, 11, 25))

    noted(office, reference, "registered", date(2019, 11, 27))

    found = case_status(office, reference)
    assert [each.stage.key for each in found.awaited] == ["confirmatory-decision"]
    assert found.awaited[0].longest.latest == date(2019, 12, 18)
    assert {(window.stage.key, window.cause.value) for window in found.windows} == {
        ("confirmatory", "decision"),
        ("court", "silence"),
    }
    # The first application's own registration may still come to light.
    noted(office, reference, "registered", date(2019, 10, 25))
    assert [each.stage.key for each in case_status(office, reference).awaited] == [
        "reply",
        "confirmatory-decision",
    ]


def test_silence_on_the_first_appeal_opens_the_second(office: Office, indian: str) -> None:
    first = filed(office, indian, "appeal", date(2024, 2, 15))
    assert filing(first) == ("appeal", "in-meity")
    assert case_status(office, indian).phase is Phase.APPEALED

    sweep(office, date(2024, 5, 1))

    found = case_status(office, indian)
    assert found.phase is Phase.APPEAL_SILENT
    silence = found.case_state.lapse(FellSilent, "appeal-decision", first.seq)
    assert silence
    assert isinstance(silence.event, FellSilent)
    assert silence.event.body == "in-meity"
    assert silence.event.earliest == date(2024, 3, 31)
    second = filed(office, indian, "second-appeal", date(2024, 5, 2))
    assert filing(second) == ("second-appeal", "in-cic")


def test_a_decision_is_that_of_the_last_undecided_appeal_unless_another_is_named(
    office: Office, indian: str
) -> None:
    appeal = filed(office, indian, "appeal", date(2024, 2, 15))
    filed(office, indian, "complaint", date(2024, 2, 20))

    decided(office, indian, date(2024, 3, 1), appeal=appeal.seq)

    assert case_status(office, indian).phase is Phase.APPEALED
    assert list(remedies(office, indian)) == ["second-appeal"]
    complaint = decided(office, indian, date(2024, 3, 5))
    assert getattr(complaint.event, "stage", "") == "complaint"
    with pytest.raises(NotAllowed, match=r"The decision is already logged\. If that entry"):
        decided(office, indian, date(2024, 3, 6))
    with pytest.raises(NotAllowed, match=r"The decision is already logged\. If that entry"):
        decided(office, indian, date(2024, 3, 6), appeal=appeal.seq)


def test_two_appeals_of_one_stage_are_decided_each_for_itself(office: Office) -> None:
    """Pakistan: one against the silence, one against the refusal that came late."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    first = filed(office, reference, "appeal", date(2024, 4, 8))
    refused(office, reference, date(2024, 4, 20))
    second = filed(office, reference, "appeal", date(2024, 5, 15))

    on_first = decided(office, reference, date(2024, 6, 3), appeal=first.seq)

    assert getattr(on_first.event, "appeal", 0) == first.seq
    found = case_status(office, reference)
    assert found.phase is Phase.APPEALED
    assert [entry.seq for entry in found.case_state.undecided()] == [second.seq]
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
    assert preview(office, reference, Publication(entries)).record.phase is Phase.APPEALED
    on_second = decided(office, reference, date(2024, 7, 1))
    assert getattr(on_second.event, "appeal", 0) == second.seq
    assert case_status(office, reference).phase is Phase.DECIDED
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
    assert preview(office, reference, Publication(entries)).record.phase is Phase.DECIDED


def test_four_rungs_are_climbed_one_after_the_other(office: Office, british: str) -> None:
    review = filed(office, british, "internal-review", date(2024, 2, 1))
    assert filing(review) == ("internal-review", "gb-ofcom")
    decided(office, british, date(2024, 2, 20))

    complaint = filed(office, british, "complaint", date(2024, 3, 1))
    assert filing(complaint) == ("complaint", "gb-ico")
    assert list(remedies(office, british)) == []
    decided(office, british, date(2024, 6, 3))

    (tribunal,) = remedies(office, british).values()
    assert isinstance(tribunal.opened, Window)
    assert tribunal.opened.closes.latest == date(2024, 7, 1), "28 days of the decision notice"
    assert filing(filed(office, british, "tribunal", date(2024, 6, 10))) == (
        "tribunal",
        "gb-tribunal",
    )


def test_a_remedy_is_not_used_twice_or_before_it_is_open(office: Office, british: str) -> None:
    review = remedies(office, british)["internal-review"]
    file_appeal(office, british, by_hand(date(2024, 2, 1)), remedy=review.place, by=BY)

    with pytest.raises(NotAllowed, match="already logged"):
        file_appeal(office, british, by_hand(date(2024, 2, 2)), by=BY)
    decided(office, british, date(2024, 2, 20))
    with pytest.raises(BadInput, match="not open"):
        file_appeal(office, british, by_hand(date(2024, 3, 1)), remedy=review.place, by=BY)
    with pytest.raises(NotAllowed, match="no further remedy was open then"):
        file_appeal(office, british, by_hand(date(2024, 2, 19)), by=BY)


def test_a_court_that_is_not_on_file_is_nobody_that_was_asked(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    filed(office, reference, "appeal", date(2024, 4, 8))
    sweep(office, date(2024, 9, 2))

    court = filed(office, reference, "court", date(2024, 9, 3))

    assert filing(court) == ("court", "")
    assert decided(office, reference, date(2024, 10, 1)).event.kind == "decided"


def test_an_entry_that_is_no_appeal_is_not_decided(office: Office, indian: str) -> None:
    with pytest.raises(NotAllowed, match="There is no appeal to decide"):
        decided(office, indian, date(2024, 3, 1))
    filed(office, indian, "appeal", date(2024, 2, 15))
    with pytest.raises(BadInput, match="Entry 2 is not an appeal awaiting a decision"):
        decided(office, indian, date(2024, 3, 1), appeal=2)


@pytest.mark.parametrize(
    ("on", "left"),
    [
        # Thirty days after 15 February end on Saturday 16 March, forty-five on Sunday 31 March:
        # before the first nothing stands, between them it was late and not silent.
        (date(2024, 3, 11), set()),
        (date(2024, 3, 20), {"overdue"}),
        (date(2024, 4, 5), {"overdue", "fell-silent"}),
    ],
)
def test_a_decision_strikes_what_was_entered_of_the_appeal_body_although_it_decided_in_time(
    office: Office, indian: str, on: date, left: set[str]
) -> None:
    filed(office, indian, "appeal", date(2024, 2, 15))
    sweep(office, date(2024, 4, 3))
    lapses = case_status(office, indian).case_state.lapses
    assert {entry.event.kind for entry in lapses} == {"overdue", "fell-silent"}

    decided(office, indian, on)

    case_state = case_status(office, indian).case_state
    assert {entry.event.kind for entry in case_state.lapses} == left
    assert len(case_state.corrections) == 2 - len(left)
    assert case_state.decision, "the decision stands beside what it struck"
