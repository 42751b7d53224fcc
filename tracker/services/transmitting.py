"""Records that a paper left once more, and what became of each despatch: none resets a clock."""

from collections.abc import Sequence

from tracker.domain.days import DaySpan
from tracker.domain.despatches import Transmission, transmission_of
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.history import Entry
from tracker.domain.situation import Situation, situation_of
from tracker.domain.terms import DeliveryResult
from tracker.services.days import require_not_before, require_past
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep
from tracker.services.office import Office
from tracker.services.sending import Despatch


def resend(office: Office, reference: str, first: int, despatch: Despatch, *, by: str) -> Entry:
    """Record that the paper which left by the entry `first` left once more, with its own number.

    Without a file the very paper that left first is what was sent. Raises BadInput for an entry
    that is no despatch, or a day that cannot be.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        paper = _require(situation, first)
        _check_day(office, situation, paper.first, DaySpan.on(despatch.on))
        kept = paper.first.event.evidence[:1]
        if despatch.signed_copy:
            purpose = "appeal" if isinstance(paper.first.event, AppealFiled) else "letter"
            kept = keep(office, case, [despatch.signed_copy], purpose=purpose)
        kept += keep(office, case, despatch.proofs, purpose="proof-of-sending")
        on = DaySpan.on(despatch.on)
        event = Resent(on=on, of=paper.first.seq, channel=despatch.channel, evidence=kept)
        (entry,) = enter(office, case, event, by=by)
        case.keep_filing(entry.seq, despatch.filing)
        return entry


def report_delivery(
    office: Office,
    reference: str,
    despatch: int,
    on: DaySpan,
    result: DeliveryResult,
    papers: Sequence[Upload],
    *,
    by: str,
) -> Entry:
    """Record what became of one despatch: delivered, returned, or not deliverable.

    Raises BadInput without the paper that says so, for an entry that is no despatch and for a day
    that cannot be; NotAllowed for a request that was delivered, which is a receipt.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        paper = _require(situation, despatch)
        of_request = not isinstance(paper.first.event, AppealFiled)
        if result is DeliveryResult.DELIVERED and of_request:
            raise NotAllowed(
                "A request that was delivered is a receipt, and a clock starts by it: record the "
                "receipt with its proof."
            )
        left = next(d.entry for d in paper.despatches if d.entry.seq == despatch)
        _check_day(office, situation, left, on)
        if not papers:
            raise BadInput("Add the paper that says so: the envelope, the notice or the message.")
        purpose = "proof-of-service" if result is DeliveryResult.DELIVERED else "came-back"
        digests = keep(office, case, papers, purpose=purpose)
        event = DeliveryReported(on=on, despatch=despatch, result=result, evidence=digests)
        return enter(office, case, event, by=by)[0]


def _require(situation: Situation, seq: int) -> Transmission:
    found = transmission_of(situation, seq)
    if found is None:
        raise BadInput("No paper left by that entry: choose a despatch on the page.")
    return found


def _check_day(office: Office, situation: Situation, left: Entry, on: DaySpan) -> None:
    receiver = left.event.to if isinstance(left.event, AppealFiled) else ""
    require_past(office, receiver or situation.acting_body, on.latest)
    require_not_before(left.event.on.earliest, on.earliest, "that paper left")
