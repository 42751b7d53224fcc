"""Notices before publication, and a body's own statement beside its record.

The request was received on Monday 26 February 2024. Ten working days end on Monday 11 March, ten
more, without the holiday of Saturday 23 March that takes nothing, on Monday 25 March: silence is a
fact from Tuesday 26 March.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.offices import BY, Clock, a_paper, a_request, an_office
from tests.services.letters.scenes import silent_request
from tests.services.publishing.test_consenting import YES
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import AuthorshipCheck, Channel
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.body_stated import STATEMENT, BodyStated
from tracker.domain.law.law import LetterKind
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.pre_publication_notice import Notified, notified, send_notice
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.letters.letter_facts import compose, writer_of
from tracker.services.letters.offering import fitting
from tracker.services.people.accounts import add_account
from tracker.services.people.risk_notes import risk_of, write_risk
from tracker.services.ports.people import RoleName
from tracker.services.publishing.consenting import record_consent
from tracker.services.publishing.publishing import Publication, publish_entries, publishable
from tracker.services.publishing.right_of_reply import BodyStatement, log_statement

SENT, LAST, AFTER = date(2024, 3, 27), date(2024, 4, 3), date(2024, 4, 4)
WORDS = "We answered by a letter of 1 March 2024."


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request on which silence is a fact; it is Wednesday 27 March 2024."""
    return silent_request(office, clock, SENT)


def a_notice(on: date = SENT) -> SendingDetails:
    proofs = [a_paper("proof.txt")]
    return SendingDetails(
        on,
        Channel.EMAIL,
        Filing("<n@office.example>", "", "po@body.example"),
        proofs,
        a_paper("notice.txt"),
    )


def stated(**changes: object) -> BodyStatement:
    usual: dict[str, object] = {
        "body": "pk-pta",
        "on": DaySpan.on(SENT),
        "words": WORDS,
        "checked": AuthorshipCheck.CALLED_BACK,
        "papers": [a_paper("statement.txt")],
    }
    return BodyStatement(**(usual | changes))  # type: ignore[arg-type]


def every_entry(office: Office, reference: str) -> tuple[int, ...]:
    with office.cases.look(reference) as case:
        return tuple(entry.seq for entry in publishable(case.history))


def notices(office: Office, reference: str) -> tuple[Notified, ...]:
    with office.cases.look(reference) as case:
        return notified(case_state_of(case.history))


def test_a_recorded_notice_starts_the_days_to_answer_which_end_before_publication(
    office: Office, reference: str, clock: Clock
) -> None:
    send_notice(office, reference, "pk-pta", a_notice(), by=BY)
    shown = Publication(every_entry(office, reference))
    (sent,) = notices(office, reference)
    assert sent.notice.answer_by == LAST, "seven days from 27 March"

    clock.set(LAST)
    with pytest.raises(NotAllowed, match="until 3 April 2024 to reply"):
        publish_entries(office, reference, shown, by=BY)
    clock.set(AFTER)
    publish_entries(office, reference, shown, by=BY)

    assert office.records.record(reference).phase is Phase.SILENT


def test_a_notice_needs_its_paper_its_proof_and_something_that_is_said(
    office: Office, reference: str
) -> None:
    paper = a_paper("notice.txt")
    with pytest.raises(BadInput, match="Attach the notice"):
        send_notice(
            office, reference, "pk-pta", SendingDetails(SENT, Channel.POST, Filing()), by=BY
        )
    without = SendingDetails(SENT, Channel.POST, Filing(), (), paper)
    with pytest.raises(BadInput, match="Attach proof"):
        send_notice(office, reference, "pk-pta", without, by=BY)
    with pytest.raises(BadInput, match="is before"):
        send_notice(office, reference, "pk-pta", a_notice(date(2024, 3, 25)), by=BY)
    with pytest.raises(NotAllowed, match="so no notice is needed"):
        send_notice(office, reference, "pk-pic", a_notice(), by=BY)


def test_an_appeal_body_gets_a_notice_of_its_own_silence(
    office: Office, reference: str, clock: Clock
) -> None:
    filed = SendingDetails(
        SENT, Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, filed, by=BY)
    # Sixty days from 27 March end on Sunday 26 May; the Commission may have until Monday 27.
    clock.set(date(2024, 5, 28))
    sweep(office)
    send_notice(office, reference, "pk-pta", a_notice(), by=BY)
    clock.set(date(2024, 6, 10))
    shown = Publication(every_entry(office, reference))
    with pytest.raises(NotAllowed, match="no notice about it was sent"):
        publish_entries(office, reference, shown, by=BY)

    send_notice(office, reference, "pk-pic", a_notice(date(2024, 5, 29)), by=BY)

    publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)
    assert set(office.records.record(reference).criticised) == {"pk-pta", "pk-pic"}


def test_the_notice_to_an_appeal_body_speaks_of_the_appeal_alone(
    office: Office, reference: str, clock: Clock
) -> None:
    filed = SendingDetails(
        SENT, Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    entry = file_appeal(office, reference, filed, by=BY)
    clock.set(date(2024, 5, 28))
    sweep(office)

    with office.cases.look(reference) as case:
        offers = fitting(case_status_of(case.history, office.library), office.library, SENT)
        place = ("appeal-decision", entry.seq)
        letter = compose(office, case, LetterKind.NOTICE, place)
        usual = compose(office, case, LetterKind.NOTICE)
        (annexed,) = writer_of(office, case, LetterKind.NOTICE, place).annexed
        prepared = [(p.kind, p.opening) for p in case.prepared_letters()]
        with pytest.raises(BadInput, match="Choose another letter"):
            compose(office, case, LetterKind.NOTICE, ("appeal-decision", 1))

    assert [o.place for o in offers if o.kind is LetterKind.NOTICE] == [None, place]
    assert (LetterKind.NOTICE, entry.seq) in prepared
    assert annexed.seq == entry.seq
    words = " ".join(office.documents.plain(letter).split())
    assert "was filed with the Pakistan Information Commission" in words
    # Sixty days from Wednesday 27 March 2024 end on Sunday 26 May; it may have until Monday.
    assert "between 26 and 27 May 2024" in words or "26 May" in words
    assert "no decision on this appeal had been recorded" in words
    assert "Nothing has been recorded so far" not in words
    assert "handed it on" not in words
    asked = " ".join(office.documents.plain(usual).split())
    assert "Pakistan Telecommunication Authority" in asked
    assert "no decision on this appeal" not in asked


def test_the_outcome_of_a_notice_is_shown_with_it(
    office: Office, reference: str, clock: Clock
) -> None:
    send_notice(office, reference, "pk-pta", a_notice(), by=BY)
    assert notices(office, reference)[0].answers == ()

    clock.set(LAST)
    entry = log_statement(office, reference, stated(on=DaySpan.on(LAST)), by=BY)

    assert notices(office, reference)[0].answers == (entry,)
    assert not notices(office, reference)[0].over(LAST)
    assert notices(office, reference)[0].over(date(2024, 4, 4))


def test_a_statement_stands_beside_the_record_in_full_and_replaces_nothing(
    office: Office, reference: str, clock: Clock
) -> None:
    send_notice(office, reference, "pk-pta", a_notice(), by=BY)
    clock.set(LAST)
    entry = log_statement(office, reference, stated(), by=BY)
    clock.set(AFTER)
    everything = every_entry(office, reference)
    without = tuple(seq for seq in everything if seq != entry.seq)
    with pytest.raises(BadInput, match="Publish the body’s statement together with the criticism"):
        publish_entries(office, reference, Publication(without), by=BY)

    publish_entries(office, reference, Publication(everything), by=BY)

    record = office.records.record(reference)
    assert record.phase is Phase.SILENT
    (release,) = record.releases
    assert (release.entry, release.question) == (entry.seq, STATEMENT)
    assert office.records.text(release.digest).words == WORDS
    ((_, said),) = record.state.of(BodyStated)
    assert (said.body, said.checked) == ("pk-pta", AuthorshipCheck.CALLED_BACK)


def test_a_statement_is_words_with_a_signed_paper_of_a_body_that_is_concerned(
    office: Office, reference: str
) -> None:
    with pytest.raises(BadInput, match="Attach the signed statement"):
        log_statement(office, reference, stated(papers=[]), by=BY)
    with pytest.raises(BadInput, match="Enter the words"):
        log_statement(office, reference, stated(words=" "), by=BY)
    with pytest.raises(BadInput, match="That body is not involved in this request"):
        log_statement(office, reference, stated(body="pk-interior"), by=BY)


def test_words_of_a_statement_that_name_the_applicant_are_not_shown(
    office: Office, reference: str, clock: Clock
) -> None:
    send_notice(office, reference, "pk-pta", a_notice(), by=BY)
    log_statement(office, reference, stated(words="We wrote to Ayesha Namoona."), by=BY)
    clock.set(AFTER)

    with pytest.raises(BadInput, match="the applicant’s name"):
        publish_entries(office, reference, Publication(every_entry(office, reference)), by=BY)


def test_in_a_live_office_who_took_a_statement_in_does_not_publish_it(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, clock):
        taker = add_account(office, "taker@example.org", "T", RoleName.LAWYER).id
        add_account(office, "other@example.org", "O", RoleName.LAWYER)
        clock.set(SENT)
        reference = a_request(office)
        record_consent(office, reference, YES, by=BY)
        entry = log_statement(office, reference, stated(), by=taker)

        with pytest.raises(NotAllowed, match="another person must publish"):
            publish_entries(office, reference, Publication((1, entry.seq)), by=taker)


def test_a_risk_note_is_about_a_body_and_says_who_wrote_it(office: Office, tmp_path: Path) -> None:
    account = add_account(office, "a@example.org", "A", RoleName.LAWYER).id
    assert risk_of(office, "pk-pta") is None

    write_risk(
        office, "pk-pta", "It asks applicants to come in person: go with a lawyer.", by=account
    )

    note = risk_of(office, "pk-pta")
    assert note is not None
    assert note.written_by == account
    assert note.words.startswith("It asks applicants")
    for file in tmp_path.glob("tracker.sqlite3*"):
        assert b"come in person" not in file.read_bytes()
    with pytest.raises(BadInput, match="a phone number"):
        write_risk(office, "pk-pta", "Call +92 51 2345678.", by=account)

    write_risk(office, "pk-pta", "", by=account)
    assert risk_of(office, "pk-pta") is None
    assert len(office.people.risks.of("pk-pta")) == 2
