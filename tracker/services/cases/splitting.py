"""Transfer of some items of a request: they become a request of their own with its own clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.pending_duties import without_transfer
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.request.approved import Approved
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.services.cases.clock_events import check_receiver
from tracker.services.core.entering import enter
from tracker.services.core.evidence import Upload, keep_evidence
from tracker.services.core.office import Office
from tracker.services.core.paper_details import keep_paper_details
from tracker.services.core.recording import record_in
from tracker.services.letters.folder import block_as_asked, keep_execution
from tracker.services.people.handover import take_charge
from tracker.services.ports.cases import CaseFile, Paper

# The events that may affect the time limits of the transferred items.
_COUNTS = (Approved, Sent, Resent, Received, ClockEvent, ExtensionNoticed)


@dataclass(frozen=True, slots=True)
class TransferOfItems:
    """A notice that items were transferred: the keys of the items, the receiving body, and the
    date on which it received them."""

    on: DaySpan
    to: str
    items: tuple[str, ...]
    papers: Sequence[Upload]
    details: PaperDetails = NO_DETAILS


def transfer_items(office: Office, reference: str, moved: TransferOfItems, *, by: str) -> str:
    """Record that a body transferred some items, and open a new request for them.

    Return the reference of the new request. It gets the dispatch and the receipt of the first one,
    and its time limit follows the law's rule on transfers. The time limits of the other items do
    not change. Raises NotAllowed under a law without a transfer. Raises BadInput without the
    notice, for a body outside the library, for items that are not with the body, and for all of
    its items.
    """
    part = office.new_reference()
    with office.archive.unsettled([part]), office.cases.together():
        with office.cases.open(reference) as case:
            before = case_state_of(case.history)
            whole = _let_go(office, case, moved, part, by=by)
            with office.cases.open_new(part) as opened:
                _begin(office, case, opened, before, whole.only(moved.items), by=by)
                _move(office, opened, moved, by=by)
        office.related_requests.link(part, reference)
        take_charge(office, part, by=by)
    return part


def only_let_go(office: Office, reference: str, moved: TransferOfItems, *, by: str) -> None:
    """Record that a body transferred some items, but open no request for them. For previews of
    the first request. Raises as `transfer_items` does."""
    with office.cases.open(reference) as case:
        _let_go(office, case, moved, "", by=by)


def _let_go(
    office: Office, case: CaseFile, moved: TransferOfItems, part: str, *, by: str
) -> Drafted:
    """Record that items were transferred, and return the request as it was finalised, with those
    that went elsewhere before."""
    whole = _require_transfer(office, case_state_of(case.history), moved)
    gone = PartTransferred(on=moved.on, items=moved.items, to=moved.to, request=part)
    entry = record_in(office, case, gone, moved.papers, by=by)
    keep_paper_details(case, entry, moved.details)
    return whole


def _require_transfer(office: Office, state: CaseState, moved: TransferOfItems) -> Drafted:
    whole = state.finalised
    if whole is None:
        raise NotAllowed("No request has been finalised yet.")
    law = office.library.law(whole.law)
    if without_transfer(law):
        raise NotAllowed(
            "{law} has no transfer. Log the response, then start a new request to the body that "
            "it names.",
            law=law.mention,
        )
    if not moved.to:
        raise BadInput(
            "Choose a body from our list. The items become a request to that body. If it is "
            "missing, add it to the library of your office first."
        )
    check_receiver(office, state, moved.to)
    return whole


def _begin(
    office: Office, case: CaseFile, opened: CaseFile, before: CaseState, part: Drafted, *, by: str
) -> None:
    """Copy the entries of the request that concern the transferred items to the new request, with
    their documents, typed details and filing data."""
    opened.keep_applicant(replace(case.applicant(), documents=()))
    keep_execution(opened, block_as_asked(case, office.library.block(part.block)))
    kept = {paper.digest: paper for paper in case.papers()}
    enter(office, opened, replace(part, enclosures=()), by=by)
    seqs: dict[int, int] = {}
    for entry, event in _counting(before):
        copied = tuple(_papers(office, case, opened, kept, event.evidence))
        again = replace(event, evidence=copied)
        if isinstance(again, Received):
            again = replace(again, dispatch=seqs.get(again.dispatch, again.dispatch))
        if isinstance(again, Resent):
            again = replace(again, of=seqs.get(again.of, again.of))
        (made,) = enter(office, opened, again, by=by)
        seqs[entry.seq] = made.seq
        opened.keep_filing(made.seq, case.filing(entry.seq))
        keep_paper_details(opened, made, case.paper_details(entry.seq))
    for consent in case.consents():
        papers = _papers(office, case, opened, kept, [consent.paper] if consent.paper else [])
        opened.keep_consent(replace(consent, paper="".join(papers)))


def _counting(before: CaseState) -> Iterator[tuple[Entry, Event]]:
    """Yield, in order, the approval, the first dispatch, the first receipt with the dispatch that
    it proves, and the entries that may affect time limits."""
    received = before.all(Received.kind)[:1]
    proved = {each.event.dispatch for each in received if isinstance(each.event, Received)}
    again = (each for each in before.all(Resent.kind) if each.seq in proved)
    first = {*before.all(Approved.kind)[:1], *before.sent[:1], *again, *received}
    for entry in before.entries:
        once = isinstance(entry.event, Approved | Sent | Resent | Received)
        if isinstance(entry.event, _COUNTS) and (entry in first or not once):
            yield entry, entry.event


def _papers(
    office: Office,
    case: CaseFile,
    opened: CaseFile,
    kept: Mapping[str, Paper],
    digests: Sequence[str],
) -> Iterator[str]:
    """Copy documents of a request to the opened one, and yield the digest of each copy."""
    for digest in digests:
        copy = office.archive.keep(opened.reference, office.archive.read(case.reference, digest))
        if digest in kept:
            opened.add_paper(replace(kept[digest], digest=copy))
        yield copy


def _move(office: Office, opened: CaseFile, moved: TransferOfItems, *, by: str) -> None:
    """Enter the transfer that brought the items to their new body."""
    kept = keep_evidence(office, opened, moved.papers, purpose=Transferred.purpose)
    event = Transferred(on=moved.on, to=moved.to, of_part=True, evidence=kept)
    (entry,) = enter(office, opened, event, by=by)
    keep_paper_details(opened, entry, moved.details)
