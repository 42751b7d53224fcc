"""What a sweep has to do about one request, found with the request open or without."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import case_status_of, lapses_due, remedies_ripe
from tracker.domain.case.history import SWEEPER, History, is_already_entered
from tracker.domain.case.pending_duties import decided_in
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import Law, LetterKind, Stage
from tracker.services.cases.batches.recalculating import change_of, entries_to_add, history_in
from tracker.services.cases.held_back import HeldLapse, LapseHolds, held_lapses
from tracker.services.core.entering import derive, enter, project
from tracker.services.core.office import Office
from tracker.services.deadlines.snapshot_bytes import snapshot_bytes
from tracker.services.ports.case_rows import edition_in
from tracker.services.ports.cases import CaseFile, PreparedLetter, QuietChange, StoredCase


@dataclass(frozen=True, slots=True)
class DueNow:
    """The missed deadlines of a request to enter, the letters that become ready, and the missed
    deadlines that mail holds back."""

    reference: str
    lapses: tuple[MissedDeadline, ...] = ()
    letters: tuple[PreparedLetter, ...] = ()
    held: tuple[HeldLapse, ...] = ()


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Sweeps one request, as of `on` or of today at its body.

    A deadline counts as missed only if it is missed on the day of `accusing`, an office whose
    clock is behind by as much as that of the server may be ahead. `holds` is what mail holds back.
    """

    office: Office
    on: date | None
    accusing: Office
    holds: LapseHolds

    def sweep_open(self, case: CaseFile) -> DueNow:
        """Enter and prepare what is due for a request that is open. Raises NotAllowed."""
        self._require_counted(case)
        due = self._due(case.reference, case.history)
        if due is None:
            return DueNow(case.reference)
        for letter in due.letters:
            case.prepare_letter(letter)
        if due.lapses:
            enter(self.office, case, *due.lapses, by=SWEEPER)
        else:
            project(self.office, case)
        return due

    def found(self, stored: StoredCase) -> tuple[DueNow, QuietChange] | None:
        """Return what is due for a request that is not open, with the change to store.

        None if the public sees a change, and for a request that cannot be read or calculated. It
        has to be opened, which says why it cannot.
        """
        if stored.columns is None or stored.days is None:
            return None
        if edition_in(stored.columns) != self.office.library.digest:
            return None
        try:
            return self._found(stored)
        except Exception:
            return None

    def _found(self, stored: StoredCase) -> tuple[DueNow, QuietChange] | None:
        history = history_in(stored)
        due = self._due(stored.reference, history)
        if due is None or any(is_already_entered(lapse, history) for lapse in due.lapses):
            return None
        at = self.office.now()
        new = entries_to_add(stored.reference, history, due.lapses, at, SWEEPER)
        after = (*history, *(each.entry for each in new))
        derived = derive(self.office, stored.reference, after)
        change = change_of(stored, history, new, derived, snapshot_bytes(derived.told))
        return (due, change._replace(letters=due.letters)) if change else None

    def _due(self, reference: str, history: History) -> DueNow | None:
        """Return what is due for a request; None if nothing was finalised."""
        library = self.office.library
        case_status = case_status_of(history, library)
        case_state = case_status.case_state
        drafted = case_state.drafted
        if drafted is None:
            return None
        missed_by = self.on or self.accusing.today_at(drafted.body)
        due = tuple(lapses_due(case_status, library, missed_by))
        held = held_lapses(self.office, self.holds, reference, case_state, due)
        waiting = {(each.kind, each.stage, each.latest) for each in held}
        lapses = tuple(e for e in due if (e.kind, e.stage, e.latest) not in waiting)
        today = self.on or self.office.today_at(drafted.body)
        ripe = ((each.stage.key, each.opening.seq) for each in remedies_ripe(case_status, today))
        letters = (*self._appeals(drafted, ripe), *self._letters(drafted, case_state, lapses))
        return DueNow(reference, lapses, tuple(dict.fromkeys(letters)), held)

    def _letters(
        self, drafted: Drafted, state: CaseState, lapses: Sequence[MissedDeadline]
    ) -> Iterator[PreparedLetter]:
        """Yield the appeal when the right to it arises, and the notice before publication.

        A non-response that only a machine’s proof of receipt supports is not published, so there
        is no notice of it.
        """
        yield from self._appeals(drafted, ((each.stage, each.opening) for each in lapses))
        for lapse in lapses:
            silent = isinstance(lapse, FellSilent) and lapse.body in self.office.library.bodies
            if silent and not state.proved_by_machine(lapse):
                yield PreparedLetter(LetterKind.NOTICE, lapse.opening, self.office.now())

    def _appeals(
        self, drafted: Drafted, ended: Iterator[tuple[str, int]]
    ) -> Iterator[PreparedLetter]:
        """Yield an appeal for each of these stages, with its opening, whose end opens a remedy
        with a letter."""
        law = self.office.library.law(drafted.law)
        for silent, opening in ended:
            opened = (
                stage for stage in law.stages.values() if silent in stage.opened_by_silence_of
            )
            if any(_begun_by_letter(stage, law) for stage in opened):
                yield PreparedLetter(LetterKind.APPEAL, opening, self.office.now())

    def _require_counted(self, case: CaseFile) -> None:
        """Refuse if another library version calculated the request in the meantime.

        Raises NotAllowed.
        """
        row = case.row()
        if row and row.edition != self.office.library.digest:
            raise NotAllowed("The law library has changed since this was calculated.")


def _begun_by_letter(remedy: Stage, law: Law) -> bool:
    """Return whether the program has a letter for this remedy.

    The remedy must go to a body in the library, or to the body asked. An action before a court is
    for a lawyer to write.
    """
    return not remedy.court and bool(remedy.receiver or remedy.office or decided_in(law, remedy))
