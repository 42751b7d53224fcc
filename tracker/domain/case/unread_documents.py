"""Public non-responses that an unread document may disprove."""

from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry, History
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.publication.published import Published


def doubted_lapses(case_state: CaseState) -> tuple[tuple[Entry, Entry], ...]:
    """Return each public non-response with the first document that may be the body's response:
    one that may have come by the latest day and is still unread.

    While such a document is unread, the record blames nobody.
    """
    if case_state.withheld:
        return ()
    shown = (lapse for lapse in case_state.lapses if lapse.seq in case_state.published)
    found = ((lapse, _by_latest(lapse.event, case_state)) for lapse in shown)
    return tuple((lapse, paper) for lapse, paper in found if paper)


def turned(history: History) -> frozenset[int]:
    """Return the entries by which a public non-response became doubtful, changed the document
    that it is doubted for, or stopped being doubtful."""
    # A correction has effect backwards, so each state is folded again; before both kinds there
    # are no pairs.
    first = max(_first(DocumentReceived, history), _first(Published, history))
    found, before = set(), frozenset[tuple[int, int]]()
    for place, entry in enumerate(history[first:], start=first + 1):
        pairs = doubted_lapses(case_state_of(history[:place]))
        now = frozenset((lapse.seq, paper.seq) for lapse, paper in pairs)
        if now != before:
            found.add(entry.seq)
        before = now
    return frozenset(found)


def _first(kind: type[Event], history: History) -> int:
    """Return how many entries precede the first of a kind; all of them if there is none."""
    places = (place for place, entry in enumerate(history) if isinstance(entry.event, kind))
    return next(places, len(history))


def _by_latest(lapse: Event, case_state: CaseState) -> Entry | None:
    papers = (
        paper
        for paper in case_state.unread()
        if isinstance(lapse, MissedDeadline) and paper.event.on.earliest <= lapse.latest
    )
    return next(papers, None)
