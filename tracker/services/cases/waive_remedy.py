"""The decision to let an appeal window pass unused: by a person, recorded and never public."""

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import PassedBecause
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.history import Entry
from tracker.domain.case.windows import Window
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.services.core.office import Office
from tracker.services.core.recording import record_in
from tracker.services.letters.remedies import RemedyPlace


def watched_windows(case_status: CaseStatus) -> tuple[Window, ...]:
    """Return the unused appeal windows of an open request, soonest to close first."""
    windows = case_status.unfiled() if case_status.open else ()
    return tuple(sorted(windows, key=lambda window: window.closes.earliest))


def waive_remedy(
    office: Office, reference: str, place: RemedyPlace, ground: PassedBecause, *, by: str
) -> Entry:
    """Record that nothing will be filed in an appeal window, and why. Ends its reminders.

    The window can still be used, and a correction reverses the decision. Raises BadInput for a
    window that does not exist or was used, NotAllowed before it opens.
    """
    with office.cases.open(reference) as case:
        case_status = case_status_of(case.history, office.library)
        drafted = case_status.case_state.drafted
        found = {(w.stage.key, w.opening): w for w in watched_windows(case_status)}
        if drafted is None or place not in found:
            raise BadInput("This deadline is not waiting for anything. Choose one from the page.")
        today = office.today_at(drafted.body)
        if found[place].opens_earliest > today:
            raise NotAllowed("This window has not opened, so you cannot decide not to file yet.")
        stage, opening = place
        event = RemedyWaived(on=DaySpan.on(today), stage=stage, opening=opening, ground=ground)
        return record_in(office, case, event, (), by=by)
