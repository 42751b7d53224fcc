"""What the applicant said about publication: how it is kept, how far it goes, and taken back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import AYESHA, BY, a_paper, a_request, an_office, received
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import ConsentBy, ConsentScope
from tracker.services.core.office import Office
from tracker.services.publishing.consented import consent_of
from tracker.services.publishing.consenting import ConsentGiven, record_consent
from tracker.services.publishing.publishing import Publication, publish_entries

ON = date(2024, 2, 18)
YES = ConsentGiven(True, ON, ConsentBy.SIGNED_PAPER, paper=a_paper("consent.txt"))
NO = ConsentGiven(False, date(2024, 3, 1), ConsentBy.SPOKEN)
FIRST = Publication((1,))


def test_a_consent_is_kept_with_how_when_how_far_and_its_paper_under_lock(
    office: Office, tmp_path: Path
) -> None:
    reference = a_request(office, applicant=replace(AYESHA, consents_to_publication=False))

    record_consent(office, reference, YES, by=BY)

    with office.cases.look(reference) as case:
        consent = consent_of(case)
        assert case.applicant().consents_to_publication
        assert all(b"consent" not in entry.body for entry in case.history)
    assert consent is not None
    assert (consent.given, consent.on, consent.how) == (True, ON, ConsentBy.SIGNED_PAPER)
    assert consent.scope is ConsentScope.EVERYTHING
    assert consent.recorded_by == BY
    kept = office.archive.read(reference, consent.paper)
    assert YES.paper is not None
    assert kept == YES.paper.data
    assert b"signed-paper" not in (tmp_path / "tracker.sqlite3").read_bytes()


def test_a_consent_is_taken_back_and_what_was_said_before_stays(office: Office) -> None:
    reference = a_request(office)
    record_consent(office, reference, YES, by=BY)
    publish_entries(office, reference, FIRST, by=BY)

    record_consent(office, reference, NO, by=BY)

    assert office.records.record(reference).withheld
    with office.cases.look(reference) as case:
        assert [said.given for said in case.consents()] == [True, False]
    with pytest.raises(NotAllowed, match="has not agreed"):
        publish_entries(office, reference, FIRST, by=BY)


def test_a_yes_by_paper_or_message_is_shown_by_it(office: Office) -> None:
    reference = a_request(office)
    for how in (ConsentBy.SIGNED_PAPER, ConsentBy.OWN_MESSAGE):
        with pytest.raises(BadInput, match="Attach the signed form or message as proof"):
            record_consent(office, reference, replace(YES, how=how, paper=None), by=BY)
    with pytest.raises(BadInput, match="is still in the future for the body"):
        record_consent(office, reference, replace(YES, on=date(2030, 1, 1)), by=BY)

    record_consent(office, reference, replace(YES, how=ConsentBy.SPOKEN, paper=None), by=BY)


def test_a_narrow_consent_lets_no_words_out(office: Office) -> None:
    reference = a_request(office)
    record_consent(office, reference, replace(YES, scope=ConsentScope.ENTRIES), by=BY)
    words = Publication((1,), texts=[("Title", "Some words.")])

    with pytest.raises(NotAllowed, match="the entries only"):
        publish_entries(office, reference, words, by=BY)
    publish_entries(office, reference, FIRST, by=BY)

    record_consent(office, reference, YES, by=BY)
    publish_entries(office, reference, words, by=BY)


def test_in_a_live_office_a_tick_on_a_draft_is_no_consent(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        reference = a_request(office)
        received(office, reference, date(2024, 2, 26))
        with pytest.raises(NotAllowed, match=r"The applicant’s consent has not been logged\. Log"):
            publish_entries(office, reference, FIRST, by=BY)

        record_consent(office, reference, YES, by=BY)
        publish_entries(office, reference, FIRST, by=BY)

        assert DaySpan.on(date(2024, 2, 19)) == office.records.record(reference).entries[0].on
