"""Silences that the public sees, and on which a paper bears that came and was not read yet."""

from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry, History
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.publication.published import Published


def overtaken(case_state: CaseState) -> tuple[tuple[Entry, Entry], ...]:
    """Each silence on the public record with the first paper that may be the word of the body: one
    that may have come by the latest day and of which nobody has said what it is.

    What is shown accuses nobody while such a paper waits.
    """
    if case_state.withheld:
        return ()
    shown = (lapse for lapse in case_state.lapses if lapse.seq in case_state.published)
    found = ((lapse, _by_latest(lapse.event, case_state)) for lapse in shown)
    return tuple((lapse, paper) for lapse, paper in found if paper)


def turned(history: History) -> frozenset[int]:
    """The entries by which a silence that is shown came to be overtaken, by one paper or after it
    by another, or no longer is."""
    # A correction reaches back, so each place is folded anew; before both nothing is found.
    first = max(_first(PaperCame, history), _first(Published, history))
    found, before = set(), frozenset[tuple[int, int]]()
    for place, entry in enumerate(history[first:], start=first + 1):
        pairs = overtaken(case_state_of(history[:place]))
        now = frozenset((lapse.seq, paper.seq) for lapse, paper in pairs)
        if now != before:
            found.add(entry.seq)
        before = now
    return frozenset(found)


def _first(kind: type[Event], history: History) -> int:
    """How many entries stand before the first of a kind; all of them where there is none."""
    places = (place for place, entry in enumerate(history) if isinstance(entry.event, kind))
    return next(places, len(history))


def _by_latest(lapse: Event, case_state: CaseState) -> Entry | None:
    papers = (
        paper
        for paper in case_state.unread()
        if isinstance(lapse, MissedDeadline) and paper.event.on.earliest <= lapse.latest
    )
    return next(papers, None)
