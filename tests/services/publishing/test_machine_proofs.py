"""Neither a server’s acceptance nor an automatic reply alone supports a published non-response.

Taken on Monday 26 February 2024: ten working days end on Monday 11 March, twenty on Monday the
25th. The notice of Wednesday 27 March gives seven days, to Wednesday 3 April.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.emailed import OTHER, TAKEN, emailed, library_with_address, proved
from tests.offices import BY, Clock, a_request, an_office, consented, received, told
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import Phase
from tracker.domain.events.correspondence.received import Received
from tracker.services.cases.findings import conduct_of
from tracker.services.cases.receiving import correct
from tracker.services.cases.silence import sweep
from tracker.services.core.entering import enter
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import Account, RoleName
from tracker.services.publishing.pending_publications import (
    confirm_publication,
    look,
    prepare_publication,
)
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
    takes_two,
)

SERVER, MAILBOX = ReceiptProof.SERVER_ACCEPTANCE, ReceiptProof.MAILBOX_DELIVERY
AUTOMATIC = ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT
SILENT, TOLD, AFTER = date(2024, 3, 26), date(2024, 3, 27), date(2024, 4, 4)
MACHINE = "proved only by a mail server or an automatic reply"


@contextmanager
def begun(folder: Path, *, live: bool) -> Iterator[tuple[Office, Clock]]:
    with an_office(folder, live=live, library=library_with_address()) as (office, clock):
        clock.set(AFTER)
        yield office, clock


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with begun(tmp_path, live=False) as (office, _):
        yield office


def every_entry(office: Office, reference: str) -> Publication:
    with office.cases.look(reference) as case:
        seqs = tuple(entry.seq for entry in publishable(case.history))
    return Publication(seqs, provisional_accepted=True)


def silent(
    office: Office, proof: ReceiptProof, to: str = "", *, reason: str = "", by: str = BY
) -> str:
    """A request without a response by Monday 25 March, of which the body had notice."""
    reference = emailed(office, to) if to else emailed(office)
    proved(office, reference, proof, reason=reason, by=by)
    sweep(office, SILENT)
    told(office, reference, TOLD)
    return consented(office, reference)


@pytest.mark.parametrize("proof", [SERVER, AUTOMATIC])
def test_no_silence_is_published_that_only_a_machine_supports(
    office: Office, proof: ReceiptProof
) -> None:
    reference = silent(office, proof)

    with pytest.raises(NotAllowed, match=MACHINE):
        publish_entries(office, reference, every_entry(office, reference), by=BY)
    with pytest.raises(NotOnFile):
        office.records.record(reference)


def test_a_delivery_into_the_mailbox_of_the_designated_address_supports_one(
    office: Office,
) -> None:
    reference = silent(office, MAILBOX)

    publish_entries(office, reference, every_entry(office, reference), by=BY)

    assert office.records.record(reference).phase is Phase.SILENT


def test_entries_that_claim_no_silence_are_published(office: Office) -> None:
    reference = emailed(office)
    proved(office, reference, SERVER)

    publish_entries(office, consented(office, reference), Publication((1, 3, 4)), by=BY)

    assert office.records.record(reference).phase is Phase.AWAITING


def test_with_the_bodys_own_acknowledgement_the_silence_is_published(office: Office) -> None:
    """The body confirms on 5 March that it had the request on 26 February: the server's receipt is
    corrected, and the same days are counted from a better proof."""
    reference = silent(office, SERVER)
    correct(office, reference, 4, "The body itself has acknowledged it.", by=BY)
    proved(office, reference, ReceiptProof.BODY_ACKNOWLEDGED)
    sweep(office, SILENT)
    told(office, reference, TOLD)

    publish_entries(office, reference, every_entry(office, reference), by=BY)

    assert office.records.record(reference).phase is Phase.SILENT


def test_a_receipt_logged_before_servers_were_told_apart_supports_no_silence(
    office: Office,
) -> None:
    """Its bytes say “server-receipt”, and it is not known whose server that was."""
    reference = emailed(office)
    on = DaySpan.on(TAKEN)
    old = Received(on=on, proof=ReceiptProof.SERVER_RECEIPT, dispatch=3)
    with office.cases.open(reference) as case:
        enter(office, case, old, by=BY)
    sweep(office, SILENT)
    told(office, reference, TOLD)

    with pytest.raises(NotAllowed, match=MACHINE):
        publish_entries(office, reference, every_entry(office, reference), by=BY)


def test_findings_about_a_body_leave_such_a_silence_out(office: Office) -> None:
    silent(office, SERVER)
    assert (conduct_of(office, "pk-pta").silent, conduct_of(office, "pk-pta").overdue) == ([], [])

    silent(office, MAILBOX)
    assert len(conduct_of(office, "pk-pta").silent) == 1


def test_nobody_publishes_a_silence_by_their_own_reading_of_the_law(office: Office) -> None:
    """This includes an office of one person, because nobody else has read the law there."""
    reference = silent(office, MAILBOX, OTHER, reason="I read section 15(2)(b) so.")
    publication = every_entry(office, reference)

    assert takes_two(office, reference, publication, by=BY)
    with pytest.raises(NotAllowed, match="another person must publish it"):
        publish_entries(office, reference, publication, by=BY)
    publish_entries(office, reference, publication, by="somebody-else")
    assert office.records.record(reference).phase is Phase.SILENT


def test_an_own_reading_of_a_servers_acceptance_supports_no_published_silence(
    office: Office,
) -> None:
    reference = silent(office, SERVER, OTHER, reason="I read section 15(2)(b) so.")

    with pytest.raises(NotAllowed, match=MACHINE):
        publish_entries(office, reference, every_entry(office, reference), by="somebody-else")


def test_a_second_person_confirms_what_the_first_one_read(tmp_path: Path) -> None:
    with begun(tmp_path, live=True) as (office, _):
        lena, omar = (lawyer(office, name) for name in ("lena", "omar"))
        reference = silent(office, MAILBOX, OTHER, reason="Section 15(2)(b).", by=lena.id)
        publication = every_entry(office, reference)

        waiting = prepare_publication(office, reference, publication, by=lena.id)
        assert waiting.needs_second
        seen = look(office, reference)[1].seen
        with pytest.raises(NotAllowed):
            confirm_publication(office, reference, seen, lena)
        assert confirm_publication(office, reference, seen, omar)

        assert office.records.record(reference).phase is Phase.SILENT


def test_the_person_who_logged_an_ordinary_receipt_publishes_the_silence_as_before(
    tmp_path: Path,
) -> None:
    """The receipt is public already, by the other person; the silence is entered by the sweep."""
    with begun(tmp_path, live=True) as (office, _):
        lena, omar = (lawyer(office, name) for name in ("lena", "omar"))
        reference = consented(office, a_request(office))
        received(office, reference, TAKEN)
        publish_entries(office, reference, Publication((1, 3, 4)), by=omar.id)
        sweep(office, SILENT)
        told(office, reference, TOLD)
        with office.cases.look(reference) as case:
            lapses = [e.seq for e in case_state_of(case.history).lapses]
            notice = case.history[-1].seq

        publish_entries(office, reference, Publication((*lapses, notice)), by=lena.id)

        assert office.records.record(reference).phase is Phase.SILENT


def lawyer(office: Office, name: str) -> Account:
    return add_account(office, f"{name}@office.example", name, RoleName.LAWYER)
