"""The bytes recorded as sent are those that were approved, or the file that really left.

The request is settled on Friday 23 October 2026 in Islamabad, where no day is in doubt for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from tests.documents.reading import parts_of, words_of
from tests.offices import AYESHA, BY, Clock, a_paper, received
from tests.services.letters.filled_places import fill_all
from tests.services.letters.test_appeal_pack import taken
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Channel
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.letter_finalised import LetterFinalised
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.request.approved import Approved
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.receiving import correct
from tracker.services.cases.sending import approve, send
from tracker.services.cases.silence import sweep
from tracker.services.cases.transmitting import resend
from tracker.services.core.office import Office
from tracker.services.core.recording import HeldLetter, SendingDetails
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.ports.cases import CaseFile
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

SETTLED, RECORDED = date(2026, 10, 23), date(2026, 11, 24)
OCTOBER, NOVEMBER = "23 October 2026", "24 November 2026"
MADE_AFTERWARDS = "this copy was made afterwards, on 24 November 2026"


@pytest.fixture
def settled(office: Office, clock: Clock) -> str:
    clock.set(SETTLED)
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, by=BY)
    return draft.reference


@pytest.fixture
def late(office: Office, clock: Clock, settled: str) -> str:
    """A request that is approved here in November only."""
    clock.set(RECORDED)
    approve(office, settled, by=BY)
    return settled


def by_courier(on: date, letter: HeldLetter | None = None, **changes: object) -> SendingDetails:
    dispatch = SendingDetails(on, Channel.COURIER, Filing("CN-1"), [a_paper("courier.txt")])
    return replace(dispatch, letter=letter or HeldLetter.WORD, **changes)  # type: ignore[arg-type]


@contextmanager
def looked_at(office: Office, reference: str) -> Iterator[CaseFile]:
    with office.cases.look(reference) as case:
        yield case


def entry_of(office: Office, reference: str, kind: type) -> Entry:
    with looked_at(office, reference) as case:
        return [entry for entry in case.history if isinstance(entry.event, kind)][-1]


def bytes_of(office: Office, reference: str, entry: Entry, place: int = 0) -> bytes:
    return office.archive.read(reference, entry.event.evidence[place])


def test_a_letter_approved_on_friday_and_sent_on_monday_keeps_its_bytes(
    office: Office, clock: Clock, settled: str
) -> None:
    approve(office, settled, by=BY)
    approved = entry_of(office, settled, Approved)
    clock.set(RECORDED)

    sent = send(office, settled, by_courier(date(2026, 10, 26)), by=BY)

    assert sent.event.evidence[0] == approved.event.evidence[0]
    words = words_of(bytes_of(office, settled, sent))
    assert OCTOBER in words
    assert NOVEMBER not in words
    assert OCTOBER in bytes_of(office, settled, approved, 1).decode()


def test_the_text_is_recorded_where_the_text_was_sent(
    office: Office, clock: Clock, settled: str
) -> None:
    approve(office, settled, by=BY)
    filing = Filing(recipient="rti@pta.example")
    dispatch = by_courier(SETTLED, HeldLetter.TEXT, channel=Channel.EMAIL, filing=filing)

    sent = send(office, settled, dispatch, by=BY)

    assert sent.event.evidence[0] == entry_of(office, settled, Approved).event.evidence[1]


def test_what_was_sent_before_its_approval_needs_the_file_that_was_sent(
    office: Office, late: str
) -> None:
    for form in (HeldLetter.WORD, HeldLetter.TEXT):
        with pytest.raises(BadInput, match=r"finalised here only on .*2026.*Attach the file"):
            send(office, late, by_courier(SETTLED, form), by=BY)
    scan = a_paper("signed.txt")

    sent = send(office, late, replace(by_courier(SETTLED), letter=scan), by=BY)

    assert bytes_of(office, late, sent) == scan.data
    assert isinstance(sent.event, Sent)
    assert sent.event.copy_made_on is None


def test_an_approval_on_an_earlier_day_does_not_make_older_bytes(
    office: Office, clock: Clock, settled: str
) -> None:
    clock.set(RECORDED)
    approve(office, settled, by=BY, on=SETTLED)

    with pytest.raises(BadInput, match="but the letter was finalised here only"):
        send(office, settled, by_courier(SETTLED), by=BY)


def test_a_copy_made_afterwards_is_said_in_the_history_and_in_every_list_of_annexes(
    office: Office, clock: Clock, late: str
) -> None:
    sent = send(office, late, by_courier(SETTLED, HeldLetter.LOST), by=BY)
    assert isinstance(sent.event, Sent)
    assert sent.event.copy_made_on == RECORDED
    public = sent.event.public()
    assert public
    assert public.copy_made_on == RECORDED
    received(office, late, date(2026, 10, 26))
    clock.set(date(2026, 12, 20))
    sweep(office)

    pack = parts_of(taken(office, late))

    letter, listed = pack["DEMONSTRATION-01-APPEAL.docx"], pack["DEMONSTRATION-03-ANNEXES.docx"]
    assert MADE_AFTERWARDS in words_of(letter)
    assert words_of(listed).count(MADE_AFTERWARDS) == 2  # the annexes, and the proof of service
    assert (
        f"# DEMONSTRATION-ANNEX-A-01.docx: we no longer have the file that was sent; "
        f"{MADE_AFTERWARDS}" in pack["MANIFEST.txt"].decode()
    )


def test_an_annex_is_the_approved_file_and_says_nothing_of_a_copy(
    office: Office, clock: Clock, settled: str
) -> None:
    approve(office, settled, by=BY)
    send(office, settled, by_courier(SETTLED), by=BY)
    clock.set(date(2026, 12, 20))
    received(office, settled, date(2026, 10, 26))
    sweep(office)

    pack = parts_of(taken(office, settled))

    approved = entry_of(office, settled, Approved)
    assert pack["DEMONSTRATION-ANNEX-A-01.docx"] == bytes_of(office, settled, approved)
    assert "made afterwards" not in words_of(pack["DEMONSTRATION-03-ANNEXES.docx"])


def test_an_edited_letter_that_is_lost_is_said_to_be_so(
    office: Office, clock: Clock, settled: str
) -> None:
    approve(office, settled, by=BY)
    clock.set(RECORDED)

    sent = send(office, settled, by_courier(date(2026, 10, 26), HeldLetter.LOST), by=BY)

    assert isinstance(sent.event, Sent)
    assert sent.event.copy_made_on == SETTLED
    assert not sent.event.copied_afterwards


def test_a_copy_stays_a_copy_when_the_letter_is_sent_again(office: Office, late: str) -> None:
    first = send(office, late, by_courier(SETTLED, HeldLetter.LOST), by=BY)

    again = resend(office, late, first.seq, by_courier(date(2026, 11, 2)), by=BY)

    assert again.event.evidence[0] == first.event.evidence[0]
    assert getattr(again.event, "copy_made_on", None) == RECORDED


def test_an_approval_that_was_corrected_freezes_other_bytes(
    office: Office, clock: Clock, settled: str
) -> None:
    approve(office, settled, by=BY)
    first = entry_of(office, settled, Approved)
    clock.set(RECORDED)
    correct(office, settled, first.seq, "The letter lacks a line.", by=BY)

    approve(office, settled, by=BY)

    second = entry_of(office, settled, Approved)
    assert second.event.evidence != first.event.evidence
    sent = send(office, settled, by_courier(RECORDED), by=BY)
    assert sent.event.evidence[0] == second.event.evidence[0]
    assert NOVEMBER in words_of(bytes_of(office, settled, sent))


def test_the_letter_is_frozen_as_its_approver_chose_it(office: Office, settled: str) -> None:
    approve(office, settled, LetterChoices(language="ur"), by=BY)

    approved = entry_of(office, settled, Approved)

    assert "اکتوبر" in bytes_of(office, settled, approved, 1).decode()


def test_an_appeal_is_recorded_as_it_was_finalised(
    office: Office, clock: Clock, settled: str
) -> None:
    approve(office, settled, by=BY)
    send(office, settled, by_courier(SETTLED), by=BY)
    clock.set(date(2026, 12, 14))
    received(office, settled, date(2026, 10, 26))
    sweep(office)
    with pytest.raises(BadInput, match=r"Attach the appeal as filed\. Only the document"):
        file_appeal(office, settled, by_courier(date(2026, 12, 14)), by=BY)
    fill_all(office, settled)
    finalise_letter(office, settled, LetterKind.APPEAL, by=BY)
    clock.set(date(2026, 12, 16))

    with pytest.raises(BadInput, match="but the letter was finalised here only"):
        file_appeal(office, settled, by_courier(date(2026, 12, 11)), by=BY)
    with pytest.raises(BadInput, match=r"Attach the appeal as filed\. Only the document"):
        file_appeal(office, settled, by_courier(date(2026, 12, 16), HeldLetter.LOST), by=BY)
    filed = file_appeal(office, settled, by_courier(date(2026, 12, 16)), by=BY)

    frozen = entry_of(office, settled, LetterFinalised)
    assert filed.event.evidence[0] == frozen.event.evidence[0]
    assert "14 December 2026" in words_of(bytes_of(office, settled, filed))


def test_a_request_is_approved_and_not_finalised(office: Office, settled: str) -> None:
    with pytest.raises(NotAllowed, match="Approve it instead"):
        finalise_letter(office, settled, LetterKind.REQUEST, by=BY)


def test_nothing_of_an_approved_letter_is_ever_public(office: Office, settled: str) -> None:
    approve(office, settled, by=BY)
    send(office, settled, by_courier(SETTLED), by=BY)
    with looked_at(office, settled) as case:
        shown = tuple(entry.seq for entry in publishable(case.history))

    publish_entries(office, settled, Publication(shown), by=BY)

    record = office.records.record(settled)
    digests = entry_of(office, settled, Approved).event.evidence
    assert all(digest.encode() not in record.to_bytes() for digest in digests)
