"""A publication that waits: for a second person in a live office, or until its day begins."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.offices import (
    AYESHA,
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
from tracker.domain.base.terms import ConsentBy, ConsentScope, WithheldBecause
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.request import OwnQuestion
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.publication.published import Published
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Element, Outcome
from tracker.services.cases.identifying import keep_identity
from tracker.services.cases.receiving import Response, correct, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.people import Account, RoleName, TrailFilter
from tracker.services.publishing.consenting import ConsentGiven, record_consent
from tracker.services.publishing.pending_publications import (
    Due,
    call_off,
    confirm_publication,
    hand_on,
    look,
    prepare_publication,
    release_due,
)
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
    put_on_record,
    remove_from_record,
    withhold,
)

SETTLED = Publication((1,))
WORDS = replace(SETTLED, texts=[("Note", "Words of the office.")])
TODAY, LATER = date(2024, 3, 1), date(2024, 3, 15)


@pytest.fixture
def office_and_clock(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """A live office on 1 March 2024, still without people."""
    with an_office(tmp_path, live=True) as (office, clock):
        clock.set(TODAY)
        yield office, clock


@pytest.fixture
def lena(office: Office) -> Account:
    return add_account(office, "lena@example.org", "Lena", RoleName.LAWYER)


@pytest.fixture
def adam(office: Office) -> Account:
    return add_account(office, "adam@example.org", "Adam", RoleName.ADVOCATE)


def published(office: Office, reference: str) -> list[Published]:
    with office.cases.look(reference) as case:
        return [e.event for e in case.history if isinstance(e.event, Published)]


def is_public(office: Office, reference: str) -> bool:
    try:
        office.records.record(reference)
    except NotOnFile:
        return False
    return True


def test_words_wait_for_a_second_person_and_then_stand_as_both_saw_them(
    office: Office, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office))
    with pytest.raises(NotAllowed, match="In a live office, two people release words"):
        publish_entries(office, reference, WORDS, by=lena.id)
    prepare_publication(office, reference, WORDS, by=lena.id)
    assert not is_public(office, reference)
    waits, seen = look(office, reference)
    assert waits.needs_second
    assert list(seen.words.values()) == ["Words of the office."]

    assert confirm_publication(office, reference, seen.seen, adam)

    assert office.records.record(reference) == seen.record
    (event,) = published(office, reference)
    assert event.prepared_by == lena.id
    with office.cases.look(reference) as case:
        assert case.history[-1].entered_by == adam.id
    acts = {entry.act for entry in office.people.trail.entries(TrailFilter(), 0, 50)[0]}
    assert {"prepared", "confirmed", "published"} <= acts


def test_nobody_confirms_what_that_person_prepared(
    office: Office, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, WORDS, by=lena.id)

    with pytest.raises(NotAllowed, match="You prepared this"):
        confirm_publication(office, reference, look(office, reference)[1].seen, lena)

    assert not is_public(office, reference)


def test_of_two_people_one_may_publish(office: Office, lena: Account, adam: Account) -> None:
    second = add_account(office, "sara@example.org", "Sara", RoleName.ADVOCATE)
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, WORDS, by=adam.id)
    seen = look(office, reference)[1].seen

    with pytest.raises(NotAllowed, match="Only a lawyer or an administrator can publish"):
        confirm_publication(office, reference, seen, second)

    assert confirm_publication(office, reference, seen, lena)


def test_what_changed_since_it_was_looked_at_is_not_confirmed(
    office: Office, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(WORDS, entries=(1, 3)), by=lena.id)
    seen = look(office, reference)[1].seen
    correct(office, reference, 3, "Sent by another channel.", by=lena.id)

    with pytest.raises(BadInput, match="Entry 3 cannot be published"):
        confirm_publication(office, reference, seen, adam)
    call_off(office, reference, by=lena.id)
    prepare_publication(office, reference, WORDS, by=lena.id)
    with pytest.raises(NotAllowed, match="has changed since"):
        confirm_publication(office, reference, seen, adam)

    assert not is_public(office, reference)


def test_in_an_office_of_one_nobody_confirms_and_the_history_says_so(
    office: Office, lena: Account
) -> None:
    reference = consented(office, a_request(office))

    publish_entries(office, reference, WORDS, by=lena.id)

    assert published(office, reference)[0].prepared_by == ""


def test_an_official_is_named_only_with_a_released_document(
    office: Office, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office))

    with pytest.raises(BadInput, match="You can name an official only if a"):
        prepare_publication(office, reference, replace(WORDS, names_officials=True), by=lena.id)


def test_it_is_kept_back_until_its_day_begins_where_the_body_sits(
    office: Office, clock: Clock, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)

    # 18:59 UTC on 14 March is 23:59 in Islamabad.
    clock.moment = clock.moment.replace(day=14, hour=18, minute=59)
    assert release_due(office).published == ()
    assert not is_public(office, reference)
    assert office.records.lines() == ()
    clock.moment = clock.moment.replace(hour=19, minute=0)
    assert release_due(office).published == (reference,)
    assert release_due(office).published == (), "once"

    assert office.records.record(reference).version == 1
    assert published(office, reference)[0].kept_until == LATER
    assert office.pending_publications.all() == ()


def test_a_publication_on_which_the_program_fails_holds_up_no_other(
    office: Office, clock: Clock, lena: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = sorted(consented(office, a_request(office)) for _ in range(2))
    for reference in references:
        prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)

    def failing(office: Office, case: CaseFile, *more: Any, **named: Any) -> None:
        put_on_record(office, case, *more, **named)
        if case.reference == references[0]:
            raise KeyError(case.reference)

    monkeypatch.setattr(f"{release_due.__module__}.put_on_record", failing)
    clock.set(LATER)

    due = release_due(office)

    assert due.published == (references[1],)
    sentence = f"The program failed on request {references[0]}. Its log says why."
    assert due.troubled == ((references[0], sentence),)
    assert [is_public(office, each) for each in references] == [False, True]
    # Nothing of it was kept, so the next run tries it again.
    monkeypatch.undo()
    assert release_due(office).published == (references[0],)


def test_an_embargo_takes_the_second_person_too(
    office: Office, clock: Clock, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)
    clock.set(LATER)
    assert release_due(office).published == (), "nobody confirmed it"
    clock.set(TODAY)

    assert not confirm_publication(office, reference, look(office, reference)[1].seen, adam)

    assert not is_public(office, reference)
    clock.set(LATER)
    release_due(office)
    assert is_public(office, reference)


def test_what_is_to_be_kept_back_is_not_published_by_the_other_way(
    office: Office, lena: Account
) -> None:
    reference = consented(office, a_request(office))

    with pytest.raises(BadInput, match=r"This is scheduled for a later day\. Prepare"):
        publish_entries(office, reference, replace(SETTLED, not_before=LATER), by=lena.id)

    assert not is_public(office, reference)


def test_an_embargo_is_called_off(office: Office, clock: Clock, lena: Account) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)

    call_off(office, reference, by=lena.id)

    clock.set(LATER)
    assert release_due(office).published == ()
    assert not is_public(office, reference)
    with pytest.raises(NotOnFile, match="No publication of this request is waiting"):
        call_off(office, reference, by=lena.id)


@pytest.mark.parametrize("day", [TODAY, date(2024, 2, 20)])
def test_a_day_that_has_begun_is_no_embargo(office: Office, lena: Account, day: date) -> None:
    reference = consented(office, a_request(office))

    with pytest.raises(BadInput, match="It is already 1 March 2024"):
        prepare_publication(office, reference, replace(WORDS, not_before=day), by=lena.id)


def test_consent_taken_back_calls_off_what_waits(
    office: Office, clock: Clock, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)

    took_back(office, reference, by=lena.id)

    clock.set(LATER)
    assert release_due(office).published == ()
    assert not is_public(office, reference)


def test_a_takedown_is_not_undone_by_an_embargo(
    office: Office, clock: Clock, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    publish_entries(office, reference, SETTLED, by=lena.id)
    prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)

    withhold(office, reference, WithheldBecause.SAFETY, by=lena.id)

    clock.set(LATER)
    assert release_due(office).published == ()
    assert office.records.record(reference).withheld


def test_what_was_changed_meanwhile_is_not_published_on_its_day_and_says_why(
    office: Office, clock: Clock, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, Publication((1, 3), not_before=LATER), by=lena.id)
    correct(office, reference, 3, "Sent by another channel.", by=lena.id)
    clock.set(LATER)

    due = release_due(office)

    assert due.published == ()
    assert due.troubled[0][0] == reference
    assert (
        "The timeline changed after this publication was prepared"
        in office.pending_publications.all()[0].trouble
    )
    with pytest.raises(BadInput, match="Entry 3 cannot be published"):
        look(office, reference)
    assert not is_public(office, reference)
    assert release_due(office).troubled == (), "it is said once, and waits for a person"


def test_any_entry_stops_it_before_its_day_until_a_person_looked_again(
    office: Office, clock: Clock, lena: Account
) -> None:
    """A receipt changes nothing that the public would see of the draft alone."""
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)
    assert look(office, reference)[0].trouble == ""
    received(office, reference, date(2024, 2, 26))
    waits, seen = look(office, reference)
    assert "The timeline changed after this publication was prepared" in waits.trouble

    ((stopped, why),) = release_due(office).troubled

    assert (stopped, why) == (reference, waits.trouble)
    clock.set(LATER)
    assert release_due(office) == Due()
    assert not is_public(office, reference)
    clock.set(TODAY)
    assert not confirm_publication(office, reference, seen.seen, lena)
    assert look(office, reference)[0].trouble == ""
    clock.set(LATER)
    assert release_due(office).published == (reference,)


def test_a_consent_that_was_narrowed_stops_what_waits_for_its_day(
    office: Office, clock: Clock, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)

    said = ConsentGiven(True, TODAY, ConsentBy.SPOKEN, ConsentScope.ENTRIES)
    record_consent(office, reference, said, by=lena.id)

    (line,) = office.pending_publications.all()
    assert "narrowed the consent" in line.trouble
    clock.set(LATER)
    assert release_due(office) == Due()
    assert not is_public(office, reference)
    with pytest.raises(NotAllowed, match="The applicant agreed to publish the entries only"):
        confirm_publication(office, reference, line.trouble, lena)


def test_texts_that_were_not_compared_with_a_new_number_of_the_applicant_are_stopped(
    office: Office, clock: Clock, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    shown = replace(SETTLED, texts=[("Note", "Of number PP-47114.")], not_before=LATER)
    prepare_publication(office, reference, shown, by=lena.id)

    keep_identity(office, reference, "PP-47114")

    assert "The applicant’s details changed" in office.pending_publications.all()[0].trouble
    clock.set(LATER)
    assert release_due(office) == Due()
    with pytest.raises(BadInput):
        look(office, reference)


def test_the_words_before_a_text_was_blacked_out_are_kept_when_it_is_settled(
    office: Office, clock: Clock, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    text, before = "Call […].", "Call 0300-1234567."
    shown = replace(SETTLED, texts=[("Note", text)], originals=[before], not_before=LATER)

    prepare_publication(office, reference, shown, by=lena.id)

    with office.cases.look(reference) as case:
        assert case.original(sha256(text.encode()).hexdigest()) == before


def test_one_publication_waits_at_a_time(office: Office, lena: Account) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(SETTLED, not_before=LATER), by=lena.id)

    for again in (prepare_publication, publish_entries):
        with pytest.raises(NotAllowed, match="is already waiting"):
            again(office, reference, SETTLED, by=lena.id)


def refused(office: Office, reference: str, words: str) -> int:
    """A refusal of 5 March whose words on the first question are kept; its place."""
    received(office, reference, date(2024, 2, 26))
    with office.cases.look(reference) as case:
        drafted = case_state_of(case.history).drafted
    assert drafted
    keys = [asked.key for asked in drafted.questions]
    outcomes = tuple(QuestionOutcome(key, Outcome.NOT_HELD) for key in keys)
    on = DaySpan.on(date(2024, 2, 29))
    response = Response("not-held", on, outcomes, [a_paper("reply.txt")], quotes={keys[0]: words})
    return take_reply(office, reference, response, by="somebody").seq


def test_the_words_of_a_response_are_cut_and_never_changed(office: Office, lena: Account) -> None:
    reference = consented(office, a_request(office))
    words = "Mr Example of 0300-1234567 says that no order exists."
    seq = refused(office, reference, words)
    with office.cases.look(reference) as case:
        (question,) = case.quotes(seq)
    shown = Publication((1, 4, 5), quotes=[(seq, question)])

    for changed in ("Mr Example says that an order exists.", "[…] says that no order exists!"):
        with pytest.raises(BadInput, match="The body’s words must stay as they are"):
            publish_entries(
                office, reference, replace(shown, redacted={(seq, question): changed}), by=lena.id
            )
    cut = "[…] of […] says that no order exists."
    publish_entries(office, reference, replace(shown, redacted={(seq, question): cut}), by=lena.id)

    record = office.records.record(reference)
    assert office.records.text(record.releases[0].digest).words == cut
    with office.cases.look(reference) as case:
        assert case.quotes(seq) == {question: words}, "the original is kept sealed"


def test_the_words_before_a_text_was_blacked_out_are_kept_sealed(
    office: Office, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    text, before = "Call […].", "Call 0300-1234567."

    publish_entries(
        office, reference, replace(SETTLED, texts=[("Note", text)], originals=[before]), by=lena.id
    )

    digest = office.records.record(reference).releases[0].digest
    with office.cases.look(reference) as case:
        assert case.original(digest) == before
    assert office.records.text(digest).words == text


def test_a_text_is_removed_and_the_rest_stays(office: Office, lena: Account) -> None:
    reference = consented(office, a_request(office))
    publish_entries(office, reference, WORDS, by=lena.id)
    digest = office.records.record(reference).releases[0].digest

    remove_from_record(office, reference, [digest], WithheldBecause.PRIVACY, by=lena.id)

    record = office.records.record(reference)
    assert (record.version, record.releases, len(record.entries)) == (2, (), 1)
    with pytest.raises(NotOnFile):
        office.records.text(digest)
    (notice,), count = office.records.notices(0, 10)
    assert (count, notice.change, notice.ground) == (1, "removed", "privacy")
    assert notice.digests == (digest,)
    with pytest.raises(BadInput, match="Choose texts or copies"):
        remove_from_record(office, reference, [digest], WithheldBecause.PRIVACY, by=lena.id)


def test_a_takedown_stands_in_the_public_list_with_the_digest_of_what_was_removed(
    office: Office, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    publish_entries(office, reference, Publication((1, 3)), by=lena.id)
    correct(office, reference, 3, "Sent by another channel.", by=lena.id)
    before = office.records.published(reference)

    withhold(office, reference, WithheldBecause.COURT_ORDER, by=lena.id)

    notices, count = office.records.notices(0, 10)
    assert count == 2
    assert [each.change for each in notices] == ["withheld", "corrected"]
    assert notices[0].digests == (sha256(before).hexdigest(),)
    assert notices[0].ground == "court-order"
    assert notices[1].ground == "", "of a record that was taken down no reason is told"


def test_a_correction_of_what_nobody_saw_is_in_no_public_list(
    office: Office, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    publish_entries(office, reference, SETTLED, by=lena.id)

    correct(office, reference, 3, "Sent by another channel.", by=lena.id)

    assert office.records.notices(0, 10) == ((), 0)


def test_without_consent_nothing_is_prepared(office: Office, lena: Account) -> None:
    shy = replace(AYESHA, consents_to_publication=False)
    reference = a_request(office, applicant=shy)

    with pytest.raises(NotAllowed, match="has not agreed"):
        prepare_publication(office, reference, replace(WORDS, not_before=LATER), by=lena.id)


def test_who_may_not_publish_does_not_publish_by_waiting(
    office: Office, lena: Account, adam: Account
) -> None:
    # An advocate keeps something back until a day, in which nothing else asks for a second person.
    reference = consented(office, a_request(office))
    until = replace(SETTLED, not_before=LATER)

    with pytest.raises(NotAllowed, match="Only a lawyer"):
        publish_entries(office, reference, SETTLED, by=adam.id)
    assert prepare_publication(office, reference, until, by=adam.id).needs_second


def test_who_may_not_publish_does_not_confirm_alone_what_was_changed(
    office: Office, lena: Account, adam: Account, clock: Clock
) -> None:
    reference = consented(office, a_request(office))
    prepare_publication(office, reference, replace(SETTLED, not_before=LATER), by=lena.id)
    clock.set(LATER)

    with pytest.raises(NotAllowed, match="Only a lawyer"):
        confirm_publication(office, reference, look(office, reference)[1].seen, adam)

    assert not is_public(office, reference)


def everything(office: Office, reference: str) -> Publication:
    with office.cases.look(reference) as case:
        return Publication(tuple(entry.seq for entry in publishable(case.history)))


def test_no_silence_waits_for_its_day_without_a_notice_whose_days_are_over_by_then(
    office: Office, lena: Account, clock: Clock
) -> None:
    """Received on 26 February, silent since 26 March 2024; told on 27 March, until 3 April."""
    clock.set(date(2024, 3, 27))
    reference = consented(office, a_request(office))
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    later = replace(everything(office, reference), not_before=date(2024, 4, 10))
    with pytest.raises(NotAllowed, match="no notice about it was sent"):
        prepare_publication(office, reference, later, by=lena.id)

    told(office, reference, date(2024, 3, 27))
    shown = everything(office, reference)
    last = replace(shown, not_before=date(2024, 4, 3))
    with pytest.raises(NotAllowed, match="until 3 April 2024"):
        prepare_publication(office, reference, last, by=lena.id)
    prepare_publication(office, reference, replace(shown, not_before=date(2024, 4, 4)), by=lena.id)
    clock.set(date(2024, 4, 4))
    assert release_due(office).published == (reference,)


def test_a_silence_whose_notice_was_struck_is_neither_released_nor_confirmed(
    office: Office, lena: Account, adam: Account, clock: Clock
) -> None:
    clock.set(date(2024, 3, 27))
    reference = consented(office, a_request(office))
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    told(office, reference, date(2024, 3, 27))
    shown = replace(everything(office, reference), not_before=date(2024, 4, 10))
    prepare_publication(office, reference, shown, by=adam.id)
    seen = look(office, reference)[1].seen
    with office.cases.look(reference) as case:
        (notice,) = (e.seq for e in case.history if isinstance(e.event, NoticeSent))
    correct(office, reference, notice, "The envelope came back unopened.", by=adam.id)
    clock.set(date(2024, 4, 10))

    with pytest.raises((NotAllowed, BadInput)):
        confirm_publication(office, reference, seen, lena)
    assert release_due(office).published == ()
    assert not is_public(office, reference)


OWN_QUESTION = OwnQuestion(Element.ISSUER, "Who signed the order?")
REASON = "It was sent by courier, as the receipt of Bilal shows."


def corrections(office: Office, reference: str) -> list[str]:
    record = office.records.record(reference)
    return [event.why for _, event in record.state.of(Corrected)]


def test_a_correction_takes_effect_at_once_and_its_reason_waits_for_a_second_person(
    office: Office, lena: Account, adam: Account
) -> None:
    """Lena may publish alone what has no words; a reason has words, and may name a person."""
    reference = consented(office, a_request(office))
    publish_entries(office, reference, Publication((1, 3)), by=lena.id)

    entry = correct(office, reference, 3, REASON, by=lena.id)
    assert hand_on(office, reference, entry, by=lena.id)

    assert [e.seq for e in office.records.record(reference).entries if e.corrected] == [3]
    assert corrections(office, reference) == [""]
    assert REASON.encode() not in office.records.published(reference)
    assert [(n.ground, n.why) for n in office.records.notices(0, 10)[0]] == [("stated", "")]
    with pytest.raises(NotAllowed, match="Someone else must confirm it"):
        confirm_publication(office, reference, look(office, reference)[1].seen, lena)

    assert confirm_publication(office, reference, look(office, reference)[1].seen, adam)
    assert corrections(office, reference) == [REASON]


def test_nobody_publishes_the_reason_of_a_correction_alone(
    office: Office, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office))
    publish_entries(office, reference, Publication((1, 3)), by=lena.id)
    entry = correct(office, reference, 3, REASON, by=adam.id)

    with pytest.raises(NotAllowed, match="two people"):
        publish_entries(office, reference, Publication((entry.seq,)), by=lena.id)


def test_a_reason_of_which_the_public_sees_no_entry_is_not_offered(
    office: Office, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office))
    publish_entries(office, reference, SETTLED, by=lena.id)
    entry = correct(office, reference, 3, REASON, by=lena.id)

    assert not hand_on(office, reference, entry, by=lena.id)
    with pytest.raises(BadInput, match="cannot be published"):
        publish_entries(office, reference, Publication((entry.seq,)), by=lena.id)


def test_in_an_office_of_one_the_reason_is_shown_with_the_correction(
    office: Office, lena: Account
) -> None:
    reference = consented(office, a_request(office))
    publish_entries(office, reference, Publication((1, 3)), by=lena.id)

    correct(office, reference, 3, "Sent by another channel.", by=lena.id)

    assert corrections(office, reference) == ["Sent by another channel."]


def test_a_question_in_own_words_is_shown_by_two_people(
    office: Office, lena: Account, adam: Account
) -> None:
    reference = consented(office, a_request(office, own_questions=(OWN_QUESTION,)))

    with pytest.raises(NotAllowed, match="two people"):
        publish_entries(office, reference, SETTLED, by=lena.id)
