"""Checks that a publication is fair to the body: its side, its name, its dates."""

from collections.abc import Iterable, Sequence, Set
from datetime import date

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.case.pending_duties import rests_on_reading
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event, kinds_of
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.events.responses.reply import Reply
from tracker.services.cases.pre_publication_notice import criticised, notified
from tracker.services.core.office import Office
from tracker.services.ports.publishing import Publication
from tracker.services.ports.sought import BodyPart, Sought


def require_letter(possible: Iterable[Entry]) -> None:
    """Refuse a dispatch without its letter: an imported list is no evidence.

    Raises NotAllowed.
    """
    for entry in possible:
        if isinstance(entry.event, Sent) and not entry.event.evidence:
            raise NotAllowed(
                "The letter is missing because entry {seq} was imported from a list. Correct it "
                "and log the sending again with the letter.",
                seq=entry.seq,
            )


def require_the_bodys_side(
    possible: Iterable[Entry], shown: Set[int], unread: Sequence[Entry]
) -> None:
    """Refuse a selection that criticises a body without the entries that excuse it.

    Raises BadInput.
    """
    kinds = {entry.event.kind for entry in possible if entry.seq in shown}
    left_out = [entry.event for entry in possible if entry.seq not in shown]
    _require_parts_shown(kinds, left_out)
    if Received.kind in kinds and any(isinstance(event, ExtensionNoticed) for event in left_out):
        raise BadInput(
            "Publish the extension together with the receipt: the deadline depends on it."
        )
    if Received.kind in kinds and (hidden := [e for e in left_out if isinstance(e, ClockEvent)]):
        raise BadInput(
            "Publish the entry “{hidden}” together with the receipt: the deadline depends on it.",
            hidden=hidden[0].label,
        )
    if kinds & kinds_of(ClockEvent).keys() and Received.kind not in kinds:
        raise BadInput("Publish the receipt together with what paused or restarted the clock.")
    if kinds & {Overdue.kind, FellSilent.kind} and BodyStated.kind in {
        event.kind for event in left_out
    }:
        raise BadInput("Publish the body’s statement together with the criticism of it.")
    if kinds & {Decided.kind, EnforcementSought.kind} and Complied.kind in {
        event.kind for event in left_out
    }:
        raise BadInput("Publish the compliance entry together with the order.")
    if kinds & {Overdue.kind, FellSilent.kind} and unread:
        raise BadInput(
            "A document from the body has not been classified. Read it first: it may be the "
            "response."
        )
    if kinds & {Overdue.kind, FellSilent.kind} and any(isinstance(e, Reply) for e in left_out):
        raise BadInput(
            "Publish the response together with the non-response. Without it, the body appears "
            "not to have responded."
        )


def _require_parts_shown(kinds: Set[str], left_out: Iterable[Event]) -> None:
    """Refuse to show the receipt without the transfer of items. Raises BadInput."""
    if Received.kind in kinds and any(isinstance(event, PartTransferred) for event in left_out):
        raise BadInput(
            "Publish the transfer of the items as well. Without it, the body appears to have kept "
            "them."
        )


def require_the_notice(possible: Iterable[Entry], shown: Set[int]) -> None:
    """Refuse to show criticism without the notice about it, which says when the body was told and
    how. Raises BadInput."""
    for entry in possible:
        event = entry.event
        if isinstance(event, NoticeSent) and entry.seq not in shown and shown & set(event.about):
            raise BadInput(
                "Publish the notice before publication together with what it is about. It says "
                "when and how the body was told."
            )


def named_start(history: Sequence[Entry], opening: int) -> Message | BadInput:
    """Return words for the entry from which a non-response is counted, for a refusal."""
    event = next(entry.event for entry in history if entry.seq == opening)
    if isinstance(event, Received):
        return Message("the receipt")
    return BadInput("the entry “{name}”", name=event.label)


def require_origin_public(
    office: Office, reference: str, case_state: CaseState, chosen: Iterable[int]
) -> None:
    """Refuse to publish a request for transferred items before the original request and its entry
    of the transfer, or without its own entry of the transfer. Raises NotAllowed."""
    if case_state.part_since is None:
        return
    origin = office.related_requests.of(reference).comes_from
    if not (origin and office.records.references(Sought(reference=origin))):
        raise NotAllowed(
            "These items are a part of request {origin}, which is not public. Publish that one "
            "first.",
            origin=origin.upper(),
        )
    _require_transfer_public(office, reference, origin)
    if case_state.part_since.seq not in {*case_state.published, *chosen}:
        raise NotAllowed(
            "Choose the transfer as well (entry {entry}). Without it, readers cannot see which "
            "body has the items.",
            entry=case_state.part_since.seq,
        )


def _require_transfer_public(office: Office, part: str, origin: str) -> None:
    """Refuse if the original request has no entry of the transfer, or did not publish it. Without
    it, readers would see each item at two bodies. Raises NotAllowed."""
    with office.cases.look(origin) as whole:
        state = case_state_of(whole.history)
    moved = [entry for entry, event in state.of(PartTransferred) if event.request == part]
    if not moved:
        raise NotAllowed(
            "The transfer of these items was corrected in request {origin}, so they are still "
            "there. Withdraw this request, or log the transfer again.",
            origin=origin.upper(),
        )
    if moved[0].seq not in state.published:
        raise NotAllowed(
            "Publish the transfer of these items in request {origin} first. Without it, readers "
            "see them at two bodies.",
            origin=origin.upper(),
        )


def require_known_body(case_state: CaseState, chosen: Sequence[Entry]) -> None:
    """Refuse to blame a body for a lapse after it transferred the request.

    Raises NotAllowed.
    """
    asked = case_state.drafted.body if case_state.drafted else ""
    transferred_to = [
        entry.seq
        for entry in case_state.all(Transferred.kind)
        if isinstance(entry.event, Transferred) and not entry.event.to
    ]
    for entry in chosen:
        before = transferred_to and transferred_to[0] < entry.seq
        if before and isinstance(entry.event, MissedDeadline) and entry.event.body == asked:
            raise NotAllowed(
                "The request was transferred to a body that is not in our list, so no "
                "non-response by it can be recorded by name. Add the body, correct the transfer "
                "and log it again."
            )


def check_criticism(
    office: Office,
    case_state: CaseState,
    chosen: Sequence[Entry],
    publication: Publication,
    on: date,
) -> None:
    """Refuse criticism of a body that is uncertain or that the body could not answer.

    A provisional date must have been accepted by a person, and a receipt from which a missed
    deadline is counted must be proved by more than a machine. Before its first criticism a body
    must have had the notice and its days to answer. `on` is the date of publication. Raises
    NotAllowed.
    """
    lapses = [entry.event for entry in chosen if isinstance(entry.event, MissedDeadline)]
    if any(case_state.proved_by_machine(lapse) for lapse in lapses):
        raise NotAllowed(
            "The receipt is proved only by a mail server or an automatic reply. That alone does "
            "not support a published non-response. Ask the body for its diary number, or send a "
            "copy by registered post. Then correct the receipt and log it with that proof."
        )
    if any(lapse.provisional for lapse in lapses) and not publication.provisional_accepted:
        raise NotAllowed(
            "The date of this non-response is provisional. Confirm that you have checked it, or "
            "leave it out."
        )
    numbers = {entry.seq for entry in chosen}
    for body, about in criticised(case_state).items():
        said = numbers.intersection(entry.seq for entry in about)
        if said and not _criticised_before(office, body):
            _require_notice_over(office, case_state, body, said, on)


def readings_behind(case_state: CaseState, chosen: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the receipts by a person’s reading of the law from which the missed deadlines among
    these entries are counted."""
    lapses = (entry.event for entry in chosen if isinstance(entry.event, MissedDeadline))
    found = (case_state.receipt_behind(lapse) for lapse in lapses)
    return tuple(each for each in found if each and rests_on_reading(each.event))


def _require_notice_over(
    office: Office, case_state: CaseState, body: str, said: Set[int], on: date
) -> None:
    """Raise NotAllowed if the body was not sent the notice about these entries, or may answer it
    still on that day."""
    named = office.library.body(body).mention
    last_days = [
        each.notice.answer_by
        for each in notified(case_state)
        if each.notice.to == body and said <= set(each.notice.about)
    ]
    if not last_days:
        raise NotAllowed(
            "This would be the first published criticism of {body}, and no notice about it was "
            "sent. Send the notice, then log it with its proof.",
            body=named,
        )
    if on <= min(last_days):
        raise NotAllowed(
            "The notice gives {body} until {day} to reply. Publish after that day.",
            body=named,
            day=min(last_days),
        )


def _criticised_before(office: Office, body: str) -> bool:
    return bool(office.records.listed(Sought(body=body, part=BodyPart.CRITICISED), 0, 1))
