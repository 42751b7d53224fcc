"""The bundle contains the appeal that was finalised and filed, and later documents come behind it.

Received on Monday 26 February 2024 in Pakistan and not answered: the right to appeal arises after
Monday 11 March 2024.
"""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.documents.reading import parts_of, words_of
from tests.offices import BY, Clock, a_paper
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import silent_request
from tests.services.letters.test_appeal_pack import taken
from tests.services.letters.test_court_bundle import SHORT, bookmarks, bundled, words_on
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import Channel
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.letter_finalised import LetterFinalised
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.law.bundle import BundlePart
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.approving_letters import approve_letter
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import HeldLetter, SendingDetails, record
from tracker.services.letters.bundle.court_bundle import court_bundle, offered_annexes
from tracker.services.letters.editing import change_pleading, open_pleading
from tracker.services.letters.frozen_letters import finalise_letter

FINAL, FILED = date(2024, 3, 20), date(2024, 3, 21)
PHONEWORLD = "PhoneWorld, 21 March 2024"
SCAN = "This paper is called signed.txt."


@pytest.fixture
def filed(office: Office, clock: Clock) -> str:
    """An appeal finalised on 20 and filed on 21 March, with a notice of a hearing and a document
    of the body after that."""
    return filed_as(office, clock, HeldLetter.WORD)


def filed_as(office: Office, clock: Clock, letter: HeldLetter | Upload) -> str:
    reference = silent_request(office, clock)
    clock.set(FINAL)
    fill_all(office, reference)
    finalise_letter(office, reference, LetterKind.APPEAL, by=BY)
    clock.set(date(2024, 4, 10))
    proofs = [a_paper("courier.txt")]
    details = SendingDetails(FILED, Channel.COURIER, Filing("CN-1"), proofs)
    file_appeal(office, reference, replace(details, letter=letter), by=BY)
    notice = HearingFixed(on=DaySpan.on(date(2024, 4, 2)), appeal=0, hearing=date(2024, 5, 14))
    record(office, reference, notice, [a_paper("notice.txt")], by=BY)
    came = DocumentReceived(on=DaySpan.on(date(2024, 4, 3)), channel=Channel.POST)
    record(office, reference, came, [a_paper("reply.txt")], by=BY)
    return reference


def frozen(office: Office, reference: str) -> bytes:
    with office.cases.look(reference) as case:
        (entry,) = [e for e in case.history if isinstance(e.event, LetterFinalised)]
    return office.archive.read(reference, entry.event.evidence[0])


def test_the_annexes_keep_their_letters_and_later_documents_are_a_series_of_their_own(
    office: Office, filed: str
) -> None:
    found = [(a.mark, a.title, a.later) for a in offered_annexes(office, filed, None)]

    assert found == [
        ("A", "Request as sent, with proof of sending", False),
        ("B", "Proof of receipt", False),
        ("C", "Count of time", False),
        ("D", f"Report: {PHONEWORLD}", False),
        ("R-1", "Document from the body", True),
        ("R-2", "Proof of filing", True),
        ("R-3", "Notice of the hearing", True),
    ]


def test_the_separate_files_have_the_letter_byte_for_byte_as_it_was_finalised(
    office: Office, filed: str
) -> None:
    found = parts_of(taken(office, filed))

    assert found["DEMONSTRATION-01-APPEAL.docx"] == frozen(office, filed)
    assert found["DEMONSTRATION-ANNEX-R-1.txt"] == b"This paper is called reply.txt.\n"
    assert found["DEMONSTRATION-ANNEX-R-2.txt"] == b"This paper is called courier.txt.\n"
    listed = words_of(found["DEMONSTRATION-03-ANNEXES.docx"])
    assert listed.index("Count of time") < listed.index("Later documents")
    assert listed.index("Later documents") < listed.index("Notice of the hearing")
    counted = words_of(found["DEMONSTRATION-02-COUNT-OF-TIME.docx"])
    assert "Annex C" in counted
    assert "earing" not in counted


@pytest.mark.slow
def test_the_pdf_has_the_finalised_pleading_and_the_hearing_stands_at_its_day(
    office: Office, filed: str
) -> None:
    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    parts = (BundlePart.DATES, BundlePart.PLEADING, BundlePart.ANNEXES)
    reader = bundled(office, filed, replace(SHORT, parts=parts))
    marks, pages = bookmarks(reader), words_on(reader)

    titles = list(marks)
    assert titles[2:] == [
        "Annexes",
        "Annex A: Request as sent, with proof of sending",
        "Annex B: Proof of receipt",
        "Annex C: Count of time",
        f"Annex D: Report: {PHONEWORLD}",
        "Later documents",
        "Annex R-1: Document from the body",
        "Annex R-2: Proof of filing",
        "Annex R-3: Notice of the hearing",
    ]
    pleading = " ".join(pages[marks[titles[1]] - 1 : marks["Annexes"] - 1])
    assert "20 March 2024" in pleading
    assert "otice of the hearing" not in pleading
    dates = pages[0]
    assert "Tuesday 14 May 2024 Hearing scheduled Annex R-3" in dates
    assert "2 April" not in dates
    assert dates.index("Annex R-1") < dates.index("Hearing scheduled")


def test_a_signed_copy_that_was_filed_is_the_pleading_of_the_bundle(
    office: Office, clock: Clock
) -> None:
    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    reference = filed_as(office, clock, a_paper("signed.txt"))

    parts = (BundlePart.PLEADING,)
    made = court_bundle(office, reference, None, replace(SHORT, parts=parts), by=BY)

    (page,) = words_on(PdfReader(BytesIO(made.data)))
    assert SCAN in page


def test_a_filed_letter_is_not_edited_approved_or_finalised_again(
    office: Office, filed: str
) -> None:
    with office.cases.look(filed) as case:
        found = open_pleading(office, case, None)
    place, says = found.place, "This letter was filed on .*2024.*so it does not change any more"

    with pytest.raises(NotAllowed, match=says):
        finalise_letter(office, filed, LetterKind.APPEAL, by=BY)
    with pytest.raises(NotAllowed, match=says):
        change_pleading(office, filed, place, found.edits.version, lambda _, e: e, by=BY)
    remedy = (place.stage, place.opening)
    with pytest.raises(NotAllowed, match=says):
        approve_letter(office, filed, remedy, found.edits.version, LetterChoices(), by=BY)
