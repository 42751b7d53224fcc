"""Files the remedy that the requester chose, and records what was decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.events import AppealFiled, Decided, DecisionOutcome
from tracker.domain.history import Entry
from tracker.domain.law import Actor, Law, Stage
from tracker.domain.library import Library
from tracker.domain.situation import Situation
from tracker.domain.standing import Standing, standing_of
from tracker.domain.windows import Untold, Window, remedies_in
from tracker.services.days import require_not_before, require_past
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep
from tracker.services.office import Office
from tracker.services.sending import Despatch


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy that is open to the requester and was not used.

    `to` is the body that hears it: the one that the law names, or the one asked, where that
    decides itself. It is empty where none is on file, as for a court.
    """

    opened: Window | Untold
    to: str

    @property
    def place(self) -> tuple[str, int]:
        """Its stage, and the entry that opened it: what a choice names."""
        return self.opened.stage.key, self.opened.opening


def unused(standing: Standing, library: Library) -> tuple[Remedy, ...]:
    """The remedies that were opened and not used, in the order of the law; also those for whose
    time no number is on file."""
    situation = standing.situation
    if situation.drafted is None:
        return ()
    law = library.law(situation.drafted.law)
    return tuple(
        Remedy(opened, _heard_by(opened.stage, law, situation))
        for opened in remedies_in(situation, law, library, standing.awaited)
        if not situation.appealed(opened.stage.key, opened.opening)
    )


def _heard_by(stage: Stage, law: Law, situation: Situation) -> str:
    """Who hears it. Without a receiver on file that is the body asked, if somebody decides it
    there; where the law's file has no decision to wait for, it is a court or the like."""
    decided = any(law.stages[key].actor is not Actor.REQUESTER for key in stage.leads_to)
    return stage.receiver or (situation.acting_body if decided else "")


def file_appeal(
    office: Office,
    reference: str,
    despatch: Despatch,
    *,
    remedy: tuple[str, int] | None = None,
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
        require_not_before(opens, despatch.on, "the right to appeal arose")
        papers = keep(office, case, [despatch.signed_copy], purpose="appeal")
        papers += keep(office, case, despatch.proofs, purpose="proof-of-filing")
        filed = AppealFiled(
            on=DaySpan.on(despatch.on),
            stage=chosen.opened.stage.key,
            opening=chosen.opened.opening,
            to=chosen.to,
            channel=despatch.channel,
            cause=chosen.opened.cause.value,
            evidence=papers,
        )
        (entry,) = enter(office, case, filed, by=by)
        case.keep_filing(entry.seq, despatch.filing)
        return entry


def _chosen(
    known: tuple[Remedy, ...], standing: Standing, remedy: tuple[str, int] | None, on: date
) -> Remedy:
    ready = [each for each in known if each.opened.opens_earliest <= on]
    if not ready and standing.situation.appeals:
        raise NotAllowed("An appeal is on record already, and no further remedy was open then.")
    if not known:
        raise NotAllowed("No right to appeal has arisen: nothing was refused and no limit passed.")
    if remedy is None:
        counted = [each for each in ready if isinstance(each.opened, Window)]
        return (counted or ready or known)[-1]
    for each in known:
        if each.place == remedy:
            return each
    raise BadInput("This remedy is not open: choose one of those that the page offers.")


def record_decision(
    office: Office,
    reference: str,
    on: date,
    outcome: DecisionOutcome,
    papers: Sequence[Upload],
    comply_by: date | None = None,
    *,
    appeal: int | None = None,
    by: str,
) -> Entry:
    """Record what was decided on an appeal: on the entry `appeal`, or on the last undecided one.

    Raises NotAllowed where no appeal is undecided, BadInput for an entry that is none.
    """
    with office.cases.open(reference) as case:
        situation = standing_of(case.history, office.library).situation
        entry, filed = _undecided(situation, appeal)
        require_past(office, filed.to or situation.acting_body, on)
        require_not_before(entry.event.on.earliest, on, "the appeal was filed")
        digests = keep(office, case, papers, purpose="decision")
        decided = Decided(
            on=DaySpan.on(on),
            stage=filed.stage,
            outcome=outcome,
            comply_by=comply_by,
            evidence=digests,
        )
        return enter(office, case, decided, by=by)[0]


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
        raise BadInput(f"Entry {seq} is no appeal that waits for a decision.")
    return found, found.event
