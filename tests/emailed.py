"""Requests sent by email, and a library in which the body asked designates an address for them.

The address is made up: no address of this body for information requests is known.
"""

from dataclasses import replace
from datetime import date

from tests.offices import AYESHA, BY, a_paper, the_library, with_body
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.request_email import DesignatedBy, Designation
from tracker.domain.library import Library
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.drafting.drafts import save, settle, start

DESIGNATED, OTHER = "rti@pta.example", "complaints@pta.example"
# The request is sent on a Monday, and taken by the server on the Monday after.
SENT, TAKEN = date(2024, 2, 19), date(2024, 2, 26)
CONFIRMED = date(2024, 1, 15)


def designating(body: PublicBody, confirmed_on: date = CONFIRMED) -> PublicBody:
    """The body with an address that its own notice gives for requests."""
    source = Source("a notice of the body", ReadIn.OFFICIAL_TEXT)
    given = Designation(DesignatedBy.NOTICE, source, confirmed_on)
    channels = (*body.channels, Channel.EMAIL.value)
    return replace(body, email=DESIGNATED, designation=given, channels=channels)


def library_with_address() -> Library:
    """The library in which the first body designates an address."""
    return with_body(the_library(), designating(the_library().body("pk-pta")))


def emailed(
    office: Office, to: str = DESIGNATED, *, body: str = "pk-pta", channel: Channel = Channel.EMAIL
) -> str:
    """A request that was sent to an address; its reference."""
    draft = replace(start(office, "pk-x-2024", body, by=BY), eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, on=SENT, by=BY)
    approve(office, draft.reference, by=BY, on=SENT)
    filing, files = Filing(recipient=to), [a_paper("mail.txt")]
    dispatch = SendingDetails(SENT, channel, filing, files, a_paper("letter.txt"))
    send(office, draft.reference, dispatch, by=BY)
    return draft.reference


def proved(
    office: Office,
    reference: str,
    proof: ReceiptProof,
    on: DaySpan | None = None,
    *,
    reason: str = "",
    by: str = BY,
) -> Entry:
    """The receipt with this proof, on the day on which the server took the letter."""
    on, papers = on or DaySpan.on(TAKEN), [a_paper("report.txt")]
    return prove_receipt(office, reference, on, proof, papers, reason=reason, by=by)
