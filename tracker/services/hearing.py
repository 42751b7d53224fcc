"""Records hearings of an appeal: fixed, put off, held."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed, Words
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.hearing_held import HearingHeld
from tracker.domain.hearings import Hearing, hearings
from tracker.domain.history import Entry
from tracker.domain.situation import Situation, situation_of
from tracker.services.days import require_not_before, require_past
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep
from tracker.services.office import Office

PURPOSE = "hearing"


def fix_hearing(
    office: Office,
    reference: str,
    on: date,
    hearing: date,
    papers: Sequence[Upload],
    *,
    appeal: int = 0,
    by: str,
) -> Entry:
    """Record the notice of `on` that a hearing is fixed for the day `hearing`, on the entry
    `appeal` or the appeal filed last. No clock stands still for it.

    Raises NotAllowed where no appeal waits for a decision; BadInput without the notice, for
    another entry, and for days that cannot be.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        entry, filed = _appeal(situation, appeal)
        require_past(office, filed.to or situation.acting_body, on)
        require_not_before(filed.on.earliest, on, Words("the appeal was filed"))
        require_not_before(filed.on.earliest, hearing, Words("the appeal was filed"))
        if not papers:
            raise BadInput("Add the notice of the hearing.")
        fixed = HearingFixed(
            on=DaySpan.on(on),
            appeal=entry.seq,
            hearing=hearing,
            before=filed.to,
            evidence=keep(office, case, papers, purpose=PURPOSE),
        )
        return enter(office, case, fixed, by=by)[0]


def adjourn(
    office: Office,
    reference: str,
    seq: int,
    on: date,
    to: date | None,
    papers: Sequence[Upload],
    *,
    by: str,
) -> Entry:
    """Record that the hearing which the entry `seq` fixed was put off on `on`, to a day or, where
    none was said, without one. Raises NotAllowed for a hearing that waits for nothing, BadInput
    for another entry and for days that cannot be."""
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        hearing = _waiting(situation, seq)
        require_past(office, hearing.before or situation.acting_body, on)
        require_not_before(hearing.fixed.event.on.earliest, on, Words("the hearing was fixed"))
        if to:
            require_not_before(on, to, Words("the hearing was put off"))
        evidence = keep(office, case, papers, purpose=PURPOSE)
        event = Adjourned(on=DaySpan.on(on), hearing=seq, to=to, evidence=evidence)
        return enter(office, case, event, by=by)[0]


def hold(
    office: Office, reference: str, seq: int, on: date, papers: Sequence[Upload], *, by: str
) -> Entry:
    """Record that the hearing which the entry `seq` fixed took place on `on`. Raises as `adjourn`
    does."""
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        hearing = _waiting(situation, seq)
        require_past(office, hearing.before or situation.acting_body, on)
        filed = next(each for each in situation.appeals if each.seq == hearing.appeal)
        require_not_before(filed.event.on.earliest, on, Words("the appeal was filed"))
        evidence = keep(office, case, papers, purpose=PURPOSE)
        event = HearingHeld(on=DaySpan.on(on), hearing=seq, evidence=evidence)
        return enter(office, case, event, by=by)[0]


def _appeal(situation: Situation, seq: int) -> tuple[Entry, AppealFiled]:
    waiting = situation.undecided()
    if not waiting:
        raise NotAllowed("No appeal waits for a decision, so there is nothing to hear.")
    found = next((each for each in waiting if each.seq == seq), None) if seq else waiting[-1]
    if found is None or not isinstance(found.event, AppealFiled):
        raise BadInput("Entry {seq} is no appeal that waits for a decision.", seq=seq)
    return found, found.event


def _waiting(situation: Situation, seq: int) -> Hearing:
    found = next((each for each in hearings(situation) if each.fixed.seq == seq), None)
    if found is None:
        raise BadInput("Entry {seq} fixed no hearing: choose one on the page.", seq=seq)
    if not found.waits:
        raise NotAllowed("That hearing was held, or its appeal was decided: nothing waits for it.")
    return found
