"""Letters are offered where they fit what happened, and say no more than the state supports."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import asked_abroad, by_hand, case_status, library_abroad, noted, refused
from tests.offices import AYESHA, BY, a_paper, a_request, received, the_library
from tests.services.letters.letters_of_every_law import letters_in_words
from tests.services.letters.test_letter_facts import replied
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.request import Cosigner
from tracker.domain.law.law import LetterKind, ReadIn, RemedyKind
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.words.letter import Declaration, LetterChoices
from tracker.services.cases.appealing import file_appeal, record_decision
from tracker.services.cases.receiving import note_extension
from tracker.services.cases.silence import sweep
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import compose, writer_of
from tracker.services.letters.offering import fitting
from tracker.services.letters.remedies import RemedyPlace, awaiting_decision, opened

APPEALS = re.compile(r"\bappe(al|llant)")


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def kinds(office: Office, reference: str, on: date) -> list[str]:
    return [
        offer.kind.value for offer in fitting(case_status(office, reference), office.library, on)
    ]


def words(
    office: Office,
    reference: str,
    kind: LetterKind,
    remedy: RemedyPlace | None = None,
    chosen: LetterChoices = LetterChoices(),  # noqa: B008 - it is frozen
) -> str:
    with office.cases.look(reference) as case:
        letter = compose(office, case, kind, remedy, chosen)
    return " ".join(office.documents.plain(letter).split())


def test_each_letter_is_offered_when_it_fits_and_not_before(office: Office) -> None:
    reference = a_request(office)
    assert kinds(office, reference, date(2024, 2, 20)) == ["request", "cover-note"]
    received(office, reference, date(2024, 2, 26))
    assert kinds(office, reference, date(2024, 2, 26)) == ["request", "reminder"]
    note_extension(office, reference, DaySpan.on(date(2024, 3, 5)), "", [a_paper()], by=BY)
    day = date(2024, 3, 5)
    assert kinds(office, reference, day) == ["request", "reminder", "extension-challenged"]
    # Extended to twenty working days after Monday 26 February: Monday 25 March, the law's example.
    sweep(office, date(2024, 3, 26))
    day = date(2024, 3, 26)
    assert kinds(office, reference, day)[-2:] == ["appeal", "notice"]
    replied(office, reference, "partly-answered", day, Outcome.DISCLOSED, Outcome.PASSED_OVER)
    late = kinds(office, reference, date(2024, 3, 27))
    assert "reminder" not in late
    assert "extension-challenged" not in late
    assert "thanks" in late


def test_a_rejoinder_follows_what_the_body_sent_after_the_appeal(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 27))
    file_appeal(office, reference, by_hand(date(2024, 4, 1)), by=BY)
    day = date(2024, 4, 20)
    assert "rejoinder" not in kinds(office, reference, day)
    refused(office, reference, day)
    assert "rejoinder" in kinds(office, reference, day)

    said = words(office, reference, LetterKind.REJOINDER)

    assert "The appeal was filed on 1 April 2024." in said
    assert "Before the Pakistan Information Commission" in said
    # What was annexed to the appeal is not annexed again: the refusal alone came since.
    assert "R-1: Document from the body, 20 April 2024" in said
    assert "Proof of receipt" not in said


def test_a_rejoinder_is_not_offered_for_an_appeal_that_was_not_read(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 27))
    file_appeal(office, reference, by_hand(date(2024, 4, 1)), by=BY)
    day = date(2024, 4, 20)
    refused(office, reference, day)
    law = office.library.law("pk-raia-2017")
    from_memory = {
        key: replace(each, source=replace(each.source, read_in=ReadIn.MEMORY))
        for key, each in law.provisions.items()
    }
    laws = {**office.library.laws, law.key: replace(law, provisions=from_memory)}
    unread = replace(office.library, laws=laws)

    offered = {each.kind for each in fitting(case_status(office, reference), unread, day)}
    assert LetterKind.REJOINDER not in offered
    with pytest.raises(BadInput, match="Nobody has read the provision on this remedy"):
        awaiting_decision(case_status(office, reference), unread)


def test_there_is_no_rejoinder_without_an_appeal(office: Office) -> None:
    reference = a_request(office)
    with pytest.raises(NotAllowed, match="A rejoinder follows an appeal"):
        words(office, reference, LetterKind.REJOINDER)


def test_the_letter_on_more_time_says_what_the_notice_lacks_and_what_the_law_allows(
    office: Office,
) -> None:
    unnamed, named = (a_request(office, body=body) for body in ("pk-pta", "pk-interior"))
    for reference, ground in ((unnamed, ""), (named, "many-records")):
        received(office, reference, date(2024, 2, 26))
        note_extension(office, reference, DaySpan.on(date(2024, 3, 5)), ground, [a_paper()], by=BY)

    said = words(office, unnamed, LetterKind.EXTENSION_CHALLENGED)
    other = words(office, named, LetterKind.EXTENSION_CHALLENGED)

    assert "By a notice (received on 5 March 2024)" in said
    assert "names no ground on which the law allows more time" in said
    assert "governed by section 14(2)" in said
    assert "- the records are located in different offices" in said
    assert "names no ground" not in other
    assert "The notice gives this ground: the request requires a search through a large" in other
    # Monday 5 March is before the last ordinary day, 11 March.
    assert "the time for a decision had passed" not in said


def test_no_reminder_is_offered_after_a_fee_notice_that_grants_until_the_fee_was_paid(
    office: Office,
) -> None:
    """Pakistan: a notice of the fee in time grants the request, and nothing is awaited until it
    is paid. In the United Kingdom it only stops the time, and the decision is still to come."""
    reference, other = a_request(office), asked_abroad(office, "gb-dsit", date(2024, 1, 3))
    received(office, reference, date(2024, 2, 26))
    noted(office, reference, "fee-noticed", date(2024, 3, 5))
    noted(office, other, "fee-noticed", date(2024, 1, 9))

    day = date(2024, 3, 6)
    assert "reminder" not in kinds(office, reference, day)
    assert {"fee-disputed", "appeal"} <= set(kinds(office, reference, day))
    assert "reminder" in kinds(office, other, date(2024, 1, 10))

    noted(office, reference, "fee-paid", date(2024, 3, 7))
    assert "reminder" in kinds(office, reference, date(2024, 3, 7))


def test_a_charge_is_disputed_once_it_was_asked_and_until_it_was_paid(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    noted(office, reference, "fee-noticed", date(2024, 3, 1))
    assert "fee-disputed" in kinds(office, reference, date(2024, 3, 4))
    said = words(office, reference, LetterKind.FEE_DISPUTED)
    assert "By a notice (received on 1 March 2024) the public body asks for a payment." in said
    assert "Section 15 allows only the cost" in said
    noted(office, reference, "fee-paid", date(2024, 3, 5))
    assert "fee-disputed" not in kinds(office, reference, date(2024, 3, 6))


def test_a_letter_to_the_body_annexes_what_it_speaks_of_and_an_appeal_everything(
    office: Office,
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    noted(office, reference, "fee-noticed", date(2024, 2, 28))
    noted(office, reference, "clarification-asked", date(2024, 2, 29))
    note_extension(office, reference, DaySpan.on(date(2024, 3, 5)), "", [a_paper()], by=BY)
    of_fee = annexed_to(office, reference, LetterKind.FEE_DISPUTED)
    of_time = annexed_to(office, reference, LetterKind.EXTENSION_CHALLENGED)
    of_reminder = annexed_to(office, reference, LetterKind.REMINDER)
    refused(office, reference, date(2024, 3, 11))
    of_notice = annexed_to(office, reference, LetterKind.NOTICE)

    first = ["Request as sent, with proof of sending", "Proof of receipt"]
    assert of_fee == [*first, "Fee notice"]
    assert of_time == of_reminder == [*first, "Notice of extension"]
    assert of_notice == [*first, "Notice of extension", "Refusal"]
    assert annexed_to(office, reference, LetterKind.APPEAL) == [
        *first,
        "Fee notice",
        "Request for clarification from the body",
        "Notice of extension",
        "Refusal",
        "Count of time",
        "Report: OONI and Digital Rights Foundation, 27 August 2025; The News",
    ]


def annexed_to(office: Office, reference: str, kind: LetterKind) -> list[str]:
    """The papers that a letter lists, as it names them, without their dates."""
    with office.cases.look(reference) as case:
        listed = writer_of(office, case, kind).facts().tables["annexes"]
    return [re.sub(r", \d+ \w+ \d{4}$", "", row[1]) for row in listed.rows]


def test_thanks_give_up_nothing_that_was_not_given(office: Office) -> None:
    whole, part = (a_request(office, body=body) for body in ("pk-pta", "pk-interior"))
    for reference in (whole, part):
        received(office, reference, date(2024, 2, 26))
    replied(office, whole, "answered", date(2024, 3, 8), Outcome.DISCLOSED)
    replied(office, part, "partly-answered", date(2024, 3, 8), Outcome.PARTLY_DISCLOSED)

    full, partial = (words(office, each, LetterKind.THANKS) for each in (whole, part))

    assert "Records received" in full
    assert "still outstanding" not in full
    assert "No record was given in full" in partial
    assert "I do not give them up by this letter" in partial
    assert "None of these records has been given" not in words(office, part, LetterKind.APPEAL)


def test_a_review_is_a_letter_to_the_body_and_names_no_appellant(office: Office) -> None:
    british = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    refused(office, british, date(2024, 1, 24))
    assert "internal-review" in kinds(office, british, date(2024, 1, 25))

    said = words(office, british, LetterKind.INTERNAL_REVIEW)

    assert "Request for an internal review" in said
    assert "review of the decision (received on 24 January 2024) on my request" in said
    assert not APPEALS.search(said)


def test_an_irish_review_is_asked_of_the_decision_that_silence_is_deemed_to_be(
    office: Office,
) -> None:
    """Sections 19(1), 21(2) to (4): received on 3 January 2024, a decision was due by the 31st."""
    irish = asked_abroad(office, "ie-comreg", date(2024, 1, 3))
    sweep(office, date(2024, 2, 1))
    assert "internal-review" in kinds(office, irish, date(2024, 2, 1))

    said = words(office, irish, LetterKind.INTERNAL_REVIEW)

    assert "a decision that refuses the request is deemed to have been made" in said.lower()
    assert "The head of the body, for internal review under section 21" in said
    assert "not later than three weeks after the receipt of this application" in said
    assert "Appellant" not in said


def test_a_complaint_is_brought_by_a_complainant(office: Office) -> None:
    indian = asked_abroad(office, "in-meity", date(2024, 1, 10))
    refused(office, indian, date(2024, 1, 31))
    found = opened(case_status(office, indian), office.library)
    complaint = next(each for each in found if each.place[0] == "complaint")

    said = words(office, indian, LetterKind.APPEAL, complaint.place)

    assert "Complainant versus" in said
    assert "The complainant asks the Central Information Commission" in said
    assert "appellant" not in said
    assert "Complaint against the decision (received on 31 January 2024)" in said


def test_no_law_pleads_an_appellant_where_its_remedy_is_no_appeal(office: Office) -> None:
    found = [
        (law.key, stage.key, point.key)
        for law in office.library.laws.values()
        for stage in law.stages.values()
        for point in law.points
        if stage.remedy not in (None, RemedyKind.APPEAL)
        and point.letter is LetterKind.APPEAL
        and (not point.stages or stage.key in point.stages)
        and "appellant" in point.says.in_language("en")
    ]
    assert found == []


def test_every_step_of_a_requester_says_what_remedy_it_is(office: Office) -> None:
    none = {
        (law.key, stage.key)
        for law in office.library.laws.values()
        for stage in law.stages.values()
        if stage.actor.value == "requester" and stage.remedy is None
    }
    # To pay a charge and to answer a question are no remedies.
    assert none == {
        ("bd-rti-2009", "further-fee"),
        ("cl-laip-2008", "completion"),
        ("es-ltaibg-2013", "clarification"),
        ("mx-lgtaip-2025", "clarification"),
        ("tr-4982-2003", "further-fee"),
    }


def test_what_a_notice_need_not_show_is_a_question_and_no_defect(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    lacking = frozenset({"exact-exception", "principal-officer"})
    replied(office, reference, "refused", date(2024, 3, 8), Outcome.REFUSED, lacking=lacking)

    said = words(office, reference, LetterKind.APPEAL)

    decision, rest = said.split("Questions")
    assert "principal officer" not in decision.rpartition("The decision")[2]
    # What a ground argues is not listed in the decision as well.
    assert "The law requires" not in decision
    assert "The notice does not meet section 13(2)(b)(iv)" in rest
    assert "to produce the written approval of the principal officer" in rest


def test_where_the_law_names_no_order_what_a_notice_need_not_show_is_asked() -> None:
    law = the_library().laws["np-rti-2007"]
    hidden = [duty for duty in law.refusal_duties if not duty.shown_on_notice]
    unshown = [str(duty.says) for duty in hidden if not duty.when or Outcome.REFUSED in duty.when]

    said = letters_in_words(law, ("refusal",))["complaint"]

    assert unshown
    assert all(duty in said for duty in unshown)
    assert "whether it was done and when" in said


def test_a_number_is_printed_only_if_it_was_chosen(office: Office) -> None:
    applicant = replace(AYESHA, identity="61101-0000000-1")
    reference = a_request(office, applicant=applicant)
    received(office, reference, date(2024, 2, 26))
    refused(office, reference, date(2024, 3, 8))

    plain = words(office, reference, LetterKind.APPEAL)
    chosen = LetterChoices(identity=True)
    numbered = words(office, reference, LetterKind.APPEAL, chosen=chosen)

    assert "61101" not in plain
    assert "Identity number: 61101-0000000-1" in numbered


def test_a_review_declares_only_chosen_statements(office: Office) -> None:
    british = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    refused(office, british, date(2024, 1, 15))
    chosen = LetterChoices(declares=(Declaration.NONE_PENDING,))

    plain = words(office, british, LetterKind.INTERNAL_REVIEW)
    declared = words(office, british, LetterKind.INTERNAL_REVIEW, chosen=chosen)

    assert "No other proceeding" not in plain
    assert "No other proceeding on this request is pending before any court" in declared
    assert "true to the best of my knowledge" not in declared


def test_a_letter_is_written_in_a_language_that_the_law_accepts(office: Office) -> None:
    reference = a_request(office)
    urdu = words(office, reference, LetterKind.REQUEST, chosen=LetterChoices(language="ur"))
    assert "حوالہ نمبر" in urdu
    british = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    with pytest.raises(BadInput, match="cannot be in “ur”"):
        words(office, british, LetterKind.REQUEST, chosen=LetterChoices(language="ur"))


def test_a_second_appeal_annexes_the_first_and_its_decision(office: Office) -> None:
    indian = asked_abroad(office, "in-meity", date(2024, 1, 10))
    refused(office, indian, date(2024, 1, 31))
    found = opened(case_status(office, indian), office.library)
    first = next(each.place for each in found if each.place[0] == "appeal")
    filed = file_appeal(office, indian, by_hand(date(2024, 2, 5)), remedy=first, by=BY)
    dismissed = DecisionOutcome.DISMISSED
    record_decision(office, indian, date(2024, 2, 20), dismissed, [a_paper("decision.txt")], by=BY)
    second = next(
        each.place
        for each in opened(case_status(office, indian), office.library)
        if each.place[0] == "second-appeal" and each.place[1] > filed.seq
    )

    said = words(office, indian, LetterKind.APPEAL, second)

    assert "First appeal, to the senior officer in the public authority, as filed" in said
    assert "First appeal, to the senior officer in the public authority: the decision" in said
    assert "as filed Date" not in words(office, indian, LetterKind.APPEAL, first)


def test_no_identity_number_and_no_signatory_is_published_with_words() -> None:
    signer = Cosigner(organisation="amnesty", signatory="Sana Mithalpur", post="Director")
    person = replace(AYESHA, identity="61101-0000000-1", cosigners=(signer,))
    for words in ("See 6110100000001.", "(61101 0000000 1)", "signed SANA Mithalpur for"):
        with pytest.raises(BadInput, match="The text shows"):
            require_anonymous(words, person)
    require_anonymous("The director signed order 6110.", person)
