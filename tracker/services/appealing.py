"""Files the remedy that the requester chose, and records what was decided on it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed, Words
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided, Duty
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.history import Entry
from tracker.domain.situation import Situation
from tracker.domain.standing import Standing, standing_of
from tracker.domain.terms import DecisionOutcome, DutyKind
from tracker.services.days import require_not_before, require_past
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep
from tracker.services.office import Office
from tracker.services.remedies import Place, Remedy, at_place, unused, usual
from tracker.services.sending import Despatch

PAYING = frozenset({DutyKind.PAY_COSTS, DutyKind.PAY_PENALTY})
# A currency by its letters, and a number: no words, so that no name is among them.
SUM = re.compile(r"[A-Z]{3} [0-9]{1,12}(?:[.][0-9]{2})?")
DECIDED_IN_TIME = "decided-in-time"


def file_appeal(
    office: Office,
    reference: str,
    despatch: Despatch,
    *,
    remedy: Place | None = None,
    by: str,
) -> Entry:
    """Record that a remedy was used, with the paper that was filed and its proof.

    `remedy` names its stage and the entry that opened it; None takes the last one opened. A late
    appeal is recorded all the same: whether it is too late is for who hears it to say. Raises
    NotAllowed where none is open, BadInput without what was filed or for a remedy that is not.
    """
    with office.cases.open(reference) as case:
        standing = standing_of(case.history, office.library)
        chosen = _chosen(unused(standing, office.library), standing, remedy, despatch.on)
        if despatch.signed_copy is None:
            raise BadInput("Add the appeal as it was filed: a deadline is closed by its paper.")
        require_past(office, chosen.to or standing.situation.acting_body, despatch.on)
        opens = chosen.opened.opens_earliest
        require_not_before(opens, despatch.on, Words("the right to appeal arose"))
        papers = keep(office, case, [despatch.signed_copy], purpose="appeal")
        papers += keep(office, case, despatch.proofs, purpose="proof-of-filing")
        filed = AppealFiled(
            on=DaySpan.on(despatch.on),
            stage=chosen.opened.stage.key,
            opening=chosen.opened.opening,
            to=chosen.to,
            channel=despatch.channel,
            cause=chosen.opened.cause,
            evidence=papers,
        )
        (entry,) = enter(office, case, filed, by=by)
        case.keep_filing(entry.seq, despatch.filing)
        return entry


def _chosen(
    known: tuple[Remedy, ...], standing: Standing, remedy: Place | None, on: date
) -> Remedy:
    ready = [each for each in known if each.opened.opens_earliest <= on]
    if not ready and standing.situation.appeals:
        raise NotAllowed("An appeal is on record already, and no further remedy was open then.")
    if not known:
        raise NotAllowed("No right to appeal has arisen: nothing was refused and no limit passed.")
    return at_place(known, remedy) if remedy else usual(known, on)


def record_decision(
    office: Office,
    reference: str,
    on: date,
    outcome: DecisionOutcome,
    papers: Sequence[Upload],
    comply_by: date | None = None,
    *,
    duties: Sequence[Duty] = (),
    appeal: int | None = None,
    by: str,
) -> Entry:
    """Record what was decided on an appeal: on the entry `appeal`, or on the last undecided one,
    with the day that the order sets as a whole and each duty that it names.

    A silence that was entered although it was decided in time is corrected by a new entry. Raises
    NotAllowed where no appeal is undecided, BadInput for an entry that is none, for a day
    to obey it before the decision and for a sum that is none.
    """
    with office.cases.open(reference) as case:
        situation = standing_of(case.history, office.library).situation
        entry, filed = _undecided(situation, appeal)
        require_past(office, filed.to or situation.acting_body, on)
        require_not_before(entry.event.on.earliest, on, Words("the appeal was filed"))
        _check_order(on, comply_by, duties)
        digests = keep(office, case, papers, purpose="decision")
        decided = Decided(
            on=DaySpan.on(on),
            stage=filed.stage,
            outcome=outcome,
            comply_by=comply_by,
            appeal=entry.seq,
            duties=tuple(duties),
            evidence=digests,
        )
        corrections = _undone(office, situation, entry, decided)
        return enter(office, case, decided, *corrections, by=by)[0]


def _undone(
    office: Office, situation: Situation, appeal: Entry, decided: Decided
) -> Iterator[Corrected]:
    """Corrections of the silences on that appeal which a decision in time shows to be wrong."""
    today = DaySpan.on(office.today_at(situation.acting_body))
    for entry in situation.lapses:
        lapse = entry.event
        if not isinstance(lapse, Lapse) or lapse.opening != appeal.seq:
            continue
        if decided.on.earliest <= lapse.latest:
            yield Corrected(on=today, entry=entry.seq, why=DECIDED_IN_TIME)


def _check_order(on: date, comply_by: date | None, duties: Sequence[Duty]) -> None:
    for day in (comply_by, *(duty.by for duty in duties)):
        if day:
            require_not_before(on, day, Words("it was decided"))
    for duty in duties:
        if duty.amount and duty.kind not in PAYING:
            raise BadInput("Only costs and penalties have a sum: leave it out for other duties.")
        if duty.amount and not SUM.fullmatch(duty.amount):
            raise BadInput(
                "“{amount}” is no sum: write currency and number, as PKR 25000.",
                amount=duty.amount,
            )


def _undecided(situation: Situation, seq: int | None) -> tuple[Entry, AppealFiled]:
    waiting = situation.undecided()
    if not waiting:
        if situation.appeals:
            raise NotAllowed(
                "The decision is on record already: if that entry is wrong, correct it."
            )
        raise NotAllowed("There is no appeal on record to decide.")
    found = next((e for e in waiting if e.seq == seq), None) if seq else waiting[-1]
    if found is None or not isinstance(found.event, AppealFiled):
        raise BadInput("Entry {seq} is no appeal that waits for a decision.", seq=seq)
    return found, found.event
