"""A public copy of a paper: every page looked at, boxes that hide, and an original that stays."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.documents.papers import LINES, SECRET, a_pdf, every_stream, with_everything
from tests.offices import BY, a_request, received
from tests.services.publishing.test_pending_publications import is_public
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.request import Applicant
from tracker.domain.correspondence.mail_token import token_from
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.ports.publishing import CopyWork, RedactionBox
from tracker.services.publishing.copying import (
    begin,
    black_out,
    copyable_of,
    finish,
    finished,
    looked_at,
    picture,
    uncover,
    work_on,
)
from tracker.services.publishing.pending_publications import prepare_publication
from tracker.services.publishing.publishing import (
    Publication,
    preview,
    publish_entries,
    remove_from_record,
    withhold,
)

ZARMINA = Applicant("Zarmina Exampleperson", "House 7, Street 9\nIslamabad", "z@example.org", True)
BOX = RedactionBox(100, 100, 500, 200)


def answered(office: Office, paper: Upload, applicant: Applicant = ZARMINA) -> tuple[str, str]:
    """A request that was answered by one paper; its reference, and the paper's digest."""
    reference = a_request(office, on=date(2024, 2, 23), applicant=applicant)
    received(office, reference, date(2024, 2, 26))
    with office.cases.look(reference) as case:
        drafted = case_state_of(case.history).drafted
    assert drafted
    outcomes = tuple(QuestionOutcome(asked.key, Outcome.NOT_HELD) for asked in drafted.questions)
    response = Response("not-held", DaySpan.on(date(2024, 3, 5)), outcomes, [paper])
    entry = take_reply(office, reference, response, by=BY)
    return reference, entry.event.evidence[0]


@pytest.fixture
def begun(office: Office) -> tuple[str, str]:
    """A copy that was begun, of two pages with a name and numbers."""
    reference, paper = answered(
        office, checked_upload("reply.pdf", with_everything(a_pdf(pages=2)))
    )
    begin(office, reference, paper, "Response from the body")
    return reference, paper


def ready(office: Office, reference: str, paper: str) -> CopyWork:
    for page in range(1, len(work_on(office, reference, paper).images) + 1):
        looked_at(office, reference, paper, page)
    finish(office, reference, paper, "Response of the Authority")
    return work_on(office, reference, paper)


def everything(reference: str, paper: str) -> Publication:
    return Publication((1, 3, 4, 5), copies=(paper,))


def test_what_the_rules_find_is_black_to_begin_with(
    office: Office, begun: tuple[str, str]
) -> None:
    work = work_on(office, *begun)

    assert len(work.images) == 2
    assert work.has_text
    assert sorted({box.why for box in work.boxes[0]}) == [
        "a phone number",
        "an identity-card number",
        "the applicant’s own data",
    ]
    assert [line.words for line in work.images[0].lines][: len(LINES)] == list(LINES)


def test_a_copy_is_not_finished_before_every_page_was_looked_at(
    office: Office, begun: tuple[str, str]
) -> None:
    looked_at(office, *begun, 1)

    with pytest.raises(NotAllowed, match="has not been checked"):
        finish(office, *begun, "Response")
    with pytest.raises(NotOnFile, match="not finished"):
        finished(office, *begun)
    with pytest.raises(BadInput, match="A copy is not finished"):
        publish_entries(office, begun[0], everything(*begun), by=BY)


def test_a_copy_that_is_changed_is_not_released_on_its_day_without_another_look(
    office: Office, begun: tuple[str, str]
) -> None:
    ready(office, *begun)
    until = replace(everything(*begun), not_before=date(2027, 1, 4))
    prepare_publication(office, begun[0], until, by=BY)

    finish(office, *begun, "Response of the Authority")
    assert office.pending_publications.all()[0].trouble == "", "as it was"
    black_out(office, *begun, 1, BOX)

    (line,) = office.pending_publications.all()
    assert line.finished_at is None
    assert "A copy changed after this publication was prepared" in line.trouble


def test_a_box_that_is_changed_asks_for_another_look(
    office: Office, begun: tuple[str, str]
) -> None:
    ready(office, *begun)

    black_out(office, *begun, 1, BOX)
    work = work_on(office, *begun)
    assert (work.looked, work.ready, work.copy) == ((False, True), "", None)
    uncover(office, *begun, 1, BOX)

    assert BOX not in work_on(office, *begun).boxes[0]


@pytest.mark.parametrize(
    "box",
    [
        RedactionBox(500, 100, 100, 200),
        RedactionBox(0, 0, 1001, 10),
        RedactionBox(-1, 0, 10, 10),
        RedactionBox(10, 10, 12, 900),
    ],
)
def test_a_box_that_hides_nothing_is_refused(
    office: Office, begun: tuple[str, str], box: RedactionBox
) -> None:
    with pytest.raises(BadInput):
        black_out(office, *begun, 1, box)


def test_a_page_or_a_paper_that_is_not_there_is_told(
    office: Office, begun: tuple[str, str]
) -> None:
    reference, paper = begun
    with pytest.raises(NotOnFile, match="no page 3"):
        picture(office, reference, paper, 3)
    with pytest.raises(NotOnFile, match="No copy of this document has been started"):
        work_on(office, reference, "0" * 64)
    with pytest.raises(NotOnFile, match="No entry that can be published"):
        begin(office, reference, "0" * 64, "A paper")


def test_the_title_names_nobody(office: Office, begun: tuple[str, str]) -> None:
    for page in (1, 2):
        looked_at(office, *begun, page)

    with pytest.raises(BadInput, match="the applicant’s name"):
        finish(office, *begun, "Letter to Zarmina")
    with pytest.raises(BadInput, match="Enter a short title"):
        finish(office, *begun, " ")


def test_the_public_gets_the_copy_and_nothing_tells_of_the_paper(
    office: Office, begun: tuple[str, str]
) -> None:
    reference, paper = begun
    work = ready(office, reference, paper)
    assert not is_public(office, reference), "a finished copy is not public yet"

    publish_entries(office, reference, everything(reference, paper), by=BY)

    record = office.records.record(reference)
    (copy,) = record.copies
    data = office.records.copy(reference, copy.digest)
    assert sha256(data).hexdigest() == copy.digest
    assert (copy.title, copy.pages, copy.entry) == ("Response of the Authority", 2, 5)
    for stream in every_stream(data):
        assert SECRET.encode() not in stream
        assert b"35202" not in stream
    assert len(PdfReader(BytesIO(data)).pages) == 2
    told = record.to_bytes().decode()
    original = office.archive.read(reference, paper)
    private = (paper, work.ready, *(plate.digest for plate in work.images), "reply.pdf", SECRET)
    for word in (*private, sha256(original).hexdigest()):
        assert word not in told


def test_the_paper_itself_stays_as_it_came(office: Office) -> None:
    data = with_everything(a_pdf())
    reference, paper = answered(office, checked_upload("reply.pdf", data))
    begin(office, reference, paper, "Response")
    ready(office, reference, paper)
    publish_entries(office, reference, everything(reference, paper), by=BY)

    assert office.archive.read(reference, paper) == data


def test_a_published_copy_retires_the_address_of_its_request(
    office: Office, begun: tuple[str, str]
) -> None:
    """The address of a request may stand in a picture. Mail to it is still taken."""
    reference, paper = begun
    old, other, new = (token_from(10**14 + number) for number in range(3))
    addresses = office.request_addresses
    addresses.add_token(reference, old, office.now())
    addresses.add_token(answered(office, checked_upload("b.pdf", a_pdf()))[0], other, office.now())
    publish_entries(office, reference, Publication((1,)), by=BY)
    assert addresses.token_of(reference) == old

    ready(office, reference, paper)
    publish_entries(office, reference, Publication((3, 4, 5), copies=(paper,)), by=BY)

    assert addresses.token_of(reference) == ""
    assert addresses.request_of(old) == reference
    assert addresses.add_token(reference, new, office.now())
    owners = office.mail_reading.sent.tokens()
    assert [owners[token].shown for token in (old, other, new)] == [True, False, False]


def test_released_words_that_hold_the_address_retire_it(
    office: Office, begun: tuple[str, str]
) -> None:
    reference, token = begun[0], token_from(10**14)
    office.request_addresses.add_token(reference, token, office.now())
    texts = (("Note", "Nothing about any address"),)
    publish_entries(office, reference, Publication((1,), texts=texts), by=BY)
    assert office.request_addresses.token_of(reference) == token

    texts = (("Note", f"The body wrote to {token.upper()}"),)
    publish_entries(office, reference, Publication((1,), texts=texts), by=BY)

    assert office.request_addresses.token_of(reference) == ""


def test_a_copy_is_shown_only_with_its_entry(office: Office, begun: tuple[str, str]) -> None:
    ready(office, *begun)

    with pytest.raises(BadInput, match="Publish the entry together with the copy of"):
        publish_entries(office, begun[0], Publication((1, 3, 4), copies=(begun[1],)), by=BY)


def test_the_preview_names_the_copy_that_is_published(
    office: Office, begun: tuple[str, str]
) -> None:
    ready(office, *begun)
    seen = preview(office, begun[0], everything(*begun))

    publish_entries(office, begun[0], everything(*begun), by=BY)

    assert office.records.record(begun[0]) == seen.record


@pytest.mark.parametrize("whole", [True, False])
def test_a_copy_that_is_taken_down_is_gone_with_its_bytes(
    office: Office, begun: tuple[str, str], whole: bool
) -> None:
    reference, paper = begun
    ready(office, reference, paper)
    publish_entries(office, reference, everything(reference, paper), by=BY)
    digest = office.records.record(reference).copies[0].digest

    if whole:
        withhold(office, reference, WithheldBecause.SAFETY, by=BY)
    else:
        remove_from_record(office, reference, [digest], WithheldBecause.PRIVACY, by=BY)

    assert office.records.record(reference).copies == ()
    with pytest.raises(NotOnFile, match="That copy is not published"):
        office.records.copy(reference, digest)


def test_a_copy_is_begun_once_and_goes_on(office: Office, begun: tuple[str, str]) -> None:
    black_out(office, *begun, 1, BOX)

    begin(office, *begun, "Another title")

    assert BOX in work_on(office, *begun).boxes[0]
    assert [each.work is not None for each in copyable_of(office, begun[0])].count(True) == 1


def test_after_an_erasure_nothing_of_the_work_can_be_read(
    office: Office, begun: tuple[str, str]
) -> None:
    ready(office, *begun)
    office.cases.erase_person(begun[0])

    with pytest.raises(NotOnFile):
        work_on(office, *begun)
    with office.cases.look(begun[0]) as case:
        assert case.applicant() == Applicant()


def test_a_page_that_was_changed_meanwhile_is_not_put_down_as_looked_at(
    office: Office, begun: tuple[str, str]
) -> None:
    # One person has the page open while another uncovers a part of it.
    seen = work_on(office, *begun).boxes[0]
    uncover(office, *begun, 1, seen[0])

    with pytest.raises(NotAllowed, match="The redactions have changed"):
        looked_at(office, *begun, 1, seen)

    assert not work_on(office, *begun).looked[0]
