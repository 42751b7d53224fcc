"""Files the next remedy that the law names, and records what the appeal body decided."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.events import AppealFiled, Decided, DecisionOutcome
from tracker.domain.history import Entry
from tracker.domain.standing import Standing, standing_of
from tracker.domain.windows import Window
from tracker.services.days import require_not_before, require_past
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep
from tracker.services.office import Office
from tracker.services.sending import Despatch


def file_appeal(office: Office, reference: str, despatch: Despatch, *, by: str) -> Entry:
    """Record that the appeal was filed, with the paper that was filed and its proof.

    A late appeal is recorded all the same: whether it is too late is for the appeal body to say.
    Raises NotAllowed where no window stands, BadInput without what was filed.
    """
    with office.cases.open(reference) as case:
        standing = standing_of(case.history, office.library)
        window = open_window(standing)
        receiver = window.stage.receiver
        if despatch.signed_copy is None or receiver is None:
            raise BadInput("Add the appeal as it was filed: a deadline is closed by its paper.")
        require_past(office, receiver, despatch.on)
        require_not_before(window.opens_earliest, despatch.on, "the right to appeal arose")
        papers = keep(office, case, [despatch.signed_copy], purpose="appeal")
        papers += keep(office, case, despatch.proofs, purpose="proof-of-filing")
        filed = AppealFiled(
            on=DaySpan.on(despatch.on),
            stage=window.stage.key,
            opening=window.opening,
            to=receiver,
            channel=despatch.channel,
            cause=window.cause.value,
            evidence=papers,
        )
        (entry,) = enter(office, case, filed, by=by)
        case.keep_filing(entry.seq, despatch.filing)
        return entry


def open_window(standing: Standing) -> Window:
    """The window in which the requester may act: the last one that was opened and not yet used.

    Raises NotAllowed where none stands.
    """
    if not standing.windows:
        raise NotAllowed("No right to appeal has arisen: nothing was refused and no limit passed.")
    unused = [
        window
        for window in standing.windows
        if not standing.situation.appealed(window.stage.key, window.opening)
    ]
    if not unused:
        raise NotAllowed("An appeal is on record already.")
    return unused[-1]


def record_decision(
    office: Office,
    reference: str,
    on: date,
    outcome: DecisionOutcome,
    papers: Sequence[Upload],
    comply_by: date | None = None,
    *,
    by: str,
) -> Entry:
    """Record what the appeal body decided. Raises NotAllowed without an appeal on record."""
    with office.cases.open(reference) as case:
        appeal = standing_of(case.history, office.library).situation.appeal
        if appeal is None or not isinstance(appeal.event, AppealFiled):
            raise NotAllowed("There is no appeal on record to decide.")
        require_past(office, appeal.event.to, on)
        require_not_before(appeal.event.on.earliest, on, "the appeal was filed")
        digests = keep(office, case, papers, purpose="decision")
        decided = Decided(
            on=DaySpan.on(on),
            stage=appeal.event.stage,
            outcome=outcome,
            comply_by=comply_by,
            evidence=digests,
        )
        return enter(office, case, decided, by=by)[0]
