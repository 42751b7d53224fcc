"""What reaches the public record, and what never does."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, library_abroad
from tests.offices import (
    AYESHA,
    BY,
    Clock,
    a_paper,
    a_request,
    an_office,
    consented,
    received,
    told,
    took_back,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import Channel, CorrectedBecause, ReceiptProof, WithheldBecause
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.case.request import Filing, OwnQuestion
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Element, Outcome
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.clock_events import record_clock_event
from tracker.services.cases.receiving import Response, correct, take_reply
from tracker.services.cases.sending import prove_receipt
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.publishing.publishing import (
    Publication,
    preview,
    publish_entries,
    publishable,
    withhold,
)

TOLD = date(2024, 3, 27)


def silent(office: Office, body: str = "pk-pta") -> str:
    reference = a_request(office, body=body)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    return reference


def every_entry(office: Office, reference: str) -> tuple[int, ...]:
    with office.cases.look(reference) as case:
        return tuple(entry.seq for entry in publishable(case.history))


def test_a_published_silence_can_be_read_with_its_whole_count(office: Office) -> None:
    reference = silent(office)

    told(office, reference, TOLD)
    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)

    record = office.records.record(reference)
    assert record.phase is Phase.SILENT
    assert [entry.kind for entry in record.entries] == [
        "drafted",
        "sent",
        "received",
        "overdue",
        "fell-silent",
        "notice-sent",
    ]
    ((_, silence),) = record.state.of(FellSilent)
    assert silence.latest == date(2024, 3, 25)
    assert silence.count[0].day == date(2024, 2, 26)
    assert all(step.cited for step in silence.count)
    assert record.demonstration


def test_no_word_of_the_applicant_or_of_a_filing_number_is_in_the_record(office: Office) -> None:
    reference = silent(office)
    told(office, reference, TOLD)
    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)

    content = office.records.record(reference).to_bytes().decode()

    for private in ("Ayesha", "Namoona", "House 7", "example.org", "CN-778899", "courier.txt", BY):
        assert private not in content


def test_without_consent_nothing_is_shown(office: Office) -> None:
    reference = a_request(office, applicant=replace(AYESHA, consents_to_publication=False))

    with pytest.raises(NotAllowed, match="has not agreed"):
        publish_entries(office, reference, Publication((1,)), by=BY)


def test_no_silence_is_shown_before_a_notice_with_proof_was_sent_and_its_days_are_over(
    office: Office, clock: Clock
) -> None:
    """Seven days from Wednesday 27 March end on Wednesday 3 April, which is still the body's."""
    reference = silent(office)
    with pytest.raises(NotAllowed, match="no notice about it was sent"):
        publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)

    told(office, reference, TOLD)
    entries = every_entry(office, reference)
    clock.set(date(2024, 4, 3))
    with pytest.raises(NotAllowed, match="until 3 April 2024 to reply"):
        publish_entries(office, reference, Publication(entries), by=BY)
    clock.set(date(2024, 4, 4))
    publish_entries(office, reference, Publication(entries), by=BY)


def test_a_notice_about_the_ordinary_limit_covers_no_later_silence(office: Office) -> None:
    """Overdue since 12 March, told of that on 13 March, silent since 26 March 2024."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    told(office, reference, date(2024, 3, 13))
    sweep(office)

    with pytest.raises(NotAllowed, match="no notice about it was sent"):
        publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)


def test_a_notice_that_was_corrected_counts_for_nothing(office: Office) -> None:
    reference = silent(office)
    told(office, reference, TOLD)
    with office.cases.look(reference) as case:
        (notice,) = (e.seq for e in case.history if e.event.kind == "notice-sent")
    correct(office, reference, notice, "The envelope came back unopened.", by=BY)

    with pytest.raises(NotAllowed, match="no notice about it was sent"):
        publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)


def test_the_notice_is_shown_with_the_silence_and_says_when_and_how(office: Office) -> None:
    reference = silent(office)
    told(office, reference, TOLD)
    entries = every_entry(office, reference)
    with office.cases.look(reference) as case:
        (notice,) = (e.seq for e in case.history if e.event.kind == "notice-sent")

    without = tuple(seq for seq in entries if seq != notice)
    with pytest.raises(BadInput, match="Publish the notice before publication together with what"):
        publish_entries(office, reference, Publication(without), by=BY)
    publish_entries(office, reference, Publication(entries), by=BY)

    ((_, sent),) = office.records.record(reference).state.of(NoticeSent)
    assert (sent.on, sent.to, sent.channel) == (DaySpan.on(TOLD), "pk-pta", Channel.COURIER)
    assert sent.answer_by == date(2024, 4, 3)
    assert (sent.about, sent.evidence) == ((), ())


def test_a_later_silence_of_the_same_body_needs_no_second_notice(office: Office) -> None:
    first, second = silent(office), silent(office)
    told(office, first, TOLD)
    publish_entries(office, first, Publication(every_entry(office, first)), by=BY)

    publish_entries(office, second, Publication(every_entry(office, second)), by=BY)

    assert office.records.record(second).phase is Phase.SILENT


def test_a_silence_is_not_shown_without_the_receipt_it_counts_from(office: Office) -> None:
    reference = silent(office)

    with pytest.raises(BadInput, match="Publish the receipt with the non-response: the count"):
        publish_entries(office, reference, Publication((1, 5)), by=BY)


def test_no_silence_is_laid_at_the_door_of_a_body_that_handed_the_request_on(
    tmp_path: Path,
) -> None:
    """As a law with a transfer allows it: in Pakistan the body asked stays the one to answer."""
    with an_office(tmp_path, library=library_abroad()) as (office, _):
        _handed_on(office)


def _handed_on(office: Office) -> None:
    reference = asked_abroad(office, "in-meity", date(2024, 2, 26))
    moved = DaySpan.on(date(2024, 3, 4))
    transferred_to = record_clock_event(
        office, reference, Transferred(on=moved), [a_paper()], by=BY
    )
    sweep(office)
    shown = Publication(every_entry(office, reference), (), True)

    with pytest.raises(NotAllowed, match="The request was transferred to a body that"):
        publish_entries(office, reference, shown, by=BY)

    correct(office, reference, transferred_to.seq, "The other body is on file now.", by=BY)
    record_clock_event(office, reference, Transferred(on=moved, to="in-mha"), [a_paper()], by=BY)
    sweep(office)
    told(office, reference, date(2024, 5, 2))
    shown = replace(shown, entries=every_entry(office, reference))
    publish_entries(office, reference, shown, by=BY)
    record = office.records.record(reference)
    assert record.state.holder == "in-mha"
    assert record.criticised == ("in-mha",)


def test_what_moved_the_clock_is_shown_with_the_receipt_and_the_receipt_with_it(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    moved = DaySpan.on(date(2024, 3, 4))
    notice = record_clock_event(
        office, reference, Transferred(on=moved, to="pk-interior"), [a_paper()], by=BY
    )

    with pytest.raises(BadInput, match="Transferred to another body” together with the receipt"):
        publish_entries(office, reference, Publication((1, 3, 4)), by=BY)
    with pytest.raises(BadInput, match="Publish the receipt together with what paused or"):
        publish_entries(office, reference, Publication((1, 3, notice.seq)), by=BY)


def test_a_provisional_silence_needs_a_persons_word(office: Office, clock: Clock) -> None:
    # Received before the calendar was compared with notices (2023): the rule stands, the days do
    # not yet.
    reference = a_request(office, on=date(2022, 6, 1))
    received(office, reference, date(2022, 6, 6))
    sweep(office)
    told(office, reference, date(2022, 9, 1))
    entries = every_entry(office, reference)

    with pytest.raises(NotAllowed, match="provisional"):
        publish_entries(office, reference, Publication(entries), by=BY)
    accepted = Publication(entries, provisional_accepted=True)
    publish_entries(office, reference, accepted, by=BY)

    ((_, silence),) = office.records.record(reference).state.of(FellSilent)
    assert silence.provisional


def test_a_published_silence_that_was_wrong_is_corrected_by_a_new_version(office: Office) -> None:
    reference = silent(office)
    told(office, reference, TOLD)
    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.DISCLOSED) for q in drafted.questions)

    in_time = Response("answered", DaySpan.on(date(2024, 3, 8)), outcomes, [a_paper()])
    take_reply(office, reference, in_time, by=BY)

    record = office.records.record(reference)
    assert record.version == 3
    assert record.phase is Phase.AWAITING
    assert [e.kind for e in record.entries if e.corrected] == ["overdue", "fell-silent"]
    assert {e.because for _, e in record.state.of(Corrected)} == {
        CorrectedBecause.ANSWERED_IN_TIME
    }


def test_a_withheld_record_says_only_that(office: Office) -> None:
    reference = silent(office)
    told(office, reference, TOLD)
    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)

    withhold(office, reference, WithheldBecause.SAFETY, by=BY)

    record = office.records.record(reference)
    assert record.withheld
    assert record.entries == ()
    assert record.questions == ()
    assert office.records.lines() == ()


def test_withdrawn_consent_takes_the_record_down_at_once(office: Office) -> None:
    reference = a_request(office)
    publish_entries(office, reference, Publication((1,)), by=BY)

    took_back(office, reference, by=BY)

    assert office.records.record(reference).withheld
    with pytest.raises(NotAllowed, match="has not agreed"):
        publish_entries(office, reference, Publication((1,)), by=BY)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("The reply was handed to Ms NAMOONA on Monday.", "the applicant’s name"),
        ("Sent to house 7,  street 9.", "the applicant’s address"),
        ("Holder of card 61101-1234567-1 is informed", "identity-card"),
        ("Write to officer@example.gov", "email"),
        ("Call 051-9225325 or +92 51 922 5325 for more", "phone"),
    ],
)
def test_a_released_text_that_identifies_a_person_is_refused(
    office: Office, words: str, says: str
) -> None:
    reference = a_request(office)

    with pytest.raises(BadInput, match=says):
        publish_entries(office, reference, Publication((1,), texts=[("Reply", words)]), by=BY)


def test_the_town_of_the_applicant_alone_identifies_nobody(office: Office) -> None:
    """Courts and offices are named after towns: the address of this applicant ends with one."""
    reference = a_request(office)
    words = "The file is with the registry of the Islamabad High Court, Islamabad."

    publish_entries(office, reference, Publication((1,), texts=[("Reply", words)]), by=BY)

    assert office.records.record(reference).releases
    hers = Publication((1,), texts=[("Reply", "Served at House 7 Street 9, Islamabad")])
    with pytest.raises(BadInput, match="the applicant’s address"):
        publish_entries(office, reference, hers, by=BY)


def test_a_question_in_own_words_that_names_the_applicant_is_refused(office: Office) -> None:
    """One that was settled before that was looked at."""
    own = (OwnQuestion(Element.ORDER, "A copy of every letter about Ayesha"),)
    other = replace(AYESHA, name="Bilal Exampleperson")
    reference = a_request(office, own_questions=own, applicant=other)
    with office.cases.open(reference) as case:
        case.keep_applicant(AYESHA)

    with pytest.raises(BadInput, match="the applicant’s name"):
        publish_entries(office, reference, Publication((1,)), by=BY)


def test_a_name_that_is_also_a_word_of_the_catalogue_shows_nothing(office: Office) -> None:
    reference = a_request(office, applicant=replace(AYESHA, name="Order Letter"))

    publish_entries(office, reference, Publication((1,)), by=BY)

    assert office.records.record(reference).questions


def test_the_preview_is_what_is_published_and_enters_nothing(office: Office) -> None:
    reference = a_request(office)

    seen = preview(office, reference, Publication((1, 3)))
    with office.cases.look(reference) as case:
        before = len(case.history)
    publish_entries(office, reference, Publication((1, 3)), by=BY)

    assert before == 3
    assert office.records.record(reference) == seen.record


def test_released_words_are_readable_by_their_digest(office: Office) -> None:
    reference = a_request(office)
    publish_entries(
        office, reference, Publication((1,), texts=[("Reply", "We regret. […]")]), by=BY
    )

    (release,) = office.records.record(reference).releases

    assert office.records.text(release.digest).words == "We regret. […]"


def test_a_paper_is_sealed_and_read_back(office: Office) -> None:
    reference = a_request(office)

    with office.cases.look(reference) as case:
        paper = next(p for p in case.papers() if p.name == "courier.txt")

    assert office.archive.read(reference, paper.digest) == a_paper("courier.txt").data


def test_a_body_is_told_before_its_first_defect_is_shown(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.REFUSED) for q in drafted.questions)
    on, lacking = DaySpan.on(date(2024, 3, 8)), frozenset({"exact-exception"})
    response = Response("refused", on, outcomes, [a_paper()], lacking)
    take_reply(office, reference, response, by=BY)
    entries = every_entry(office, reference)

    with pytest.raises(NotAllowed, match="first published criticism"):
        publish_entries(office, reference, Publication(entries), by=BY)
    told(office, reference, TOLD)
    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)

    assert office.records.lines()[0].criticised == ("pk-pta",)


def test_the_preview_refuses_words_that_name_a_person(office: Office) -> None:
    reference = a_request(office)

    with pytest.raises(BadInput, match="the applicant’s name"):
        preview(office, reference, Publication((1,), texts=[("Reply", "Dear Ms Namoona")]))


def test_publishing_after_a_withholding_starts_from_nothing(office: Office) -> None:
    reference = a_request(office)
    wrong = Publication((1, 3), texts=[("Wrong", "These words were published by mistake.")])
    publish_entries(office, reference, wrong, by=BY)
    (release,) = office.records.record(reference).releases
    withhold(office, reference, WithheldBecause.MISTAKE, by=BY)

    publish_entries(office, reference, Publication((1,)), by=BY)

    record = office.records.record(reference)
    assert [entry.seq for entry in record.entries] == [1]
    assert record.releases == ()
    with pytest.raises(NotOnFile):
        office.records.text(release.digest)


def test_in_a_live_office_who_found_a_silence_is_not_who_publishes_it(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        finder = add_account(office, "finder@example.org", "F", RoleName.LAWYER).id
        other = add_account(office, "other@example.org", "O", RoleName.LAWYER).id
        reference = a_request(office)
        consented(office, reference)
        papers, on = [a_paper()], DaySpan.on(date(2024, 2, 26))
        proof = ReceiptProof.COURIER_DELIVERY
        prove_receipt(office, reference, on, proof, papers, by=finder)
        sweep(office)
        told(office, reference, TOLD)
        publication = Publication(every_entry(office, reference))

        with pytest.raises(NotAllowed, match="another person must publish"):
            publish_entries(office, reference, publication, by=finder)
        publish_entries(office, reference, publication, by=other)

        assert office.records.record(reference).phase is Phase.SILENT


def test_a_late_silence_of_the_body_is_not_laid_at_the_appeal_bodys_door(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 12))
    filed = SendingDetails(
        date(2024, 3, 13), Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, filed, by=BY)
    sweep(office, date(2024, 3, 26))
    told(office, reference, TOLD)

    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)

    assert office.records.record(reference).phase is Phase.APPEALED


def test_a_card_that_comes_after_the_refusal_does_not_undo_it(office: Office) -> None:
    reference = a_request(office)
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(q.key, Outcome.REFUSED) for q in drafted.questions)
    response = Response("refused", DaySpan.on(date(2024, 3, 8)), outcomes, [a_paper()])
    take_reply(office, reference, response, by=BY)
    received(office, reference, date(2024, 2, 26))

    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)

    assert office.records.record(reference).phase is Phase.REFUSED
