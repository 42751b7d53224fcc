"""The remedy of a request to file next, and what speaks against filing today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.terms import Cause, DecisionOutcome
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.filing_days import FilingDays, Timing, days_to_file, timing_of
from tracker.domain.case.hearings import hearings
from tracker.domain.case.windows import UntimedRemedy, Window
from tracker.domain.events.proceedings.decided import Decided
from tracker.services.deadlines.filing_words import against_filing
from tracker.services.letters.remedies import Remedy
from tracker.web.base.language import gettext, page_locale
from tracker.web.desk.base.dossier import Dossier


@dataclass(frozen=True, slots=True)
class FilingNow:
    """The remedy to file next, with the days advised and how today lies to them.

    `days` and `timing` are None if its deadline is not known.
    """

    remedy: Remedy
    days: FilingDays | None = None
    timing: Timing | None = None

    @property
    def late(self) -> bool:
        """Return whether the last day advised has passed."""
        return self.timing in (Timing.PERHAPS_LATE, Timing.TOO_LATE)


def filing_now(dossier: Dossier) -> FilingNow | None:
    """Return the remedy to file next: of those open, the one whose days end first.

    One whose time has certainly ended comes after all others. Where a later response opened it
    once more, the appeal is the one against that response. None if no remedy is open.
    """
    wanted = [each for each in dossier.opened if worth_filing(each, dossier.case_state)]
    open_now = wanted or list(dossier.opened)
    counted = [
        _filing(dossier, each, each.opened) for each in open_now if isinstance(each.opened, Window)
    ]
    if not counted:
        return FilingNow(open_now[-1]) if open_now else None
    ahead = [each for each in counted if each.timing is not Timing.TOO_LATE]
    first = min(ahead, key=_last) if ahead else max(counted, key=_last)
    same = (each for each in ahead or [first] if each.remedy.place[0] == first.remedy.place[0])
    return max(same, key=lambda each: each.remedy.place[1])


def _filing(dossier: Dossier, remedy: Remedy, window: Window) -> FilingNow:
    days = days_to_file(dossier.case_status, window, dossier.today)
    return FilingNow(remedy, days, timing_of(window, days, dossier.today))


def _last(each: FilingNow) -> date:
    return each.days.last if each.days else date.max


def worth_filing(remedy: Remedy, now: CaseState) -> bool:
    """Return whether a remedy is suggested: not after an answer that gave every record, nor after
    a decision that granted everything, nor once someone decided not to use it."""
    quiet = isinstance(remedy.opened, Window) and remedy.opened.quiet
    return not (quiet or _won(remedy, now) or now.waived(*remedy.place))


def _won(remedy: Remedy, now: CaseState) -> bool:
    granted = (entry for entry in now.decisions if entry.seq == remedy.opened.opening)
    return any(
        isinstance(entry.event, Decided) and entry.event.outcome is DecisionOutcome.ALLOWED
        for entry in granted
    )


def against(dossier: Dossier, opened: Window | UntimedRemedy) -> tuple[str, ...]:
    """Return the reasons not to use a remedy today: a later decision, a hearing in the delayed
    proceedings, and its dates."""
    window = isinstance(opened, Window) and opened
    days = against_today(dossier, window) if window else ()
    return (*_overtaken(dossier, opened), *_heard_soon(dossier, opened), *days)


def _overtaken(dossier: Dossier, opened: Window | UntimedRemedy) -> Iterator[str]:
    decision = dossier.case_status.overtaken_by(opened)
    if decision and isinstance(opened, UntimedRemedy):
        day = page_locale().day_span(decision.event.on)
        yield gettext(
            "A decision has come since ({day}), so this remedy is overtaken. Use the one against "
            "the decision.",
            day=day,
        )


def _heard_soon(dossier: Dossier, opened: Window | UntimedRemedy) -> Iterator[str]:
    """Yield a caution for each hearing in proceedings that were not decided in time."""
    if opened.cause is not Cause.SILENCE:
        return
    for hearing in hearings(dossier.case_state):
        if not hearing.waits or hearing.appeal != opened.opening or hearing.day is None:
            continue
        day = page_locale().day(hearing.day)
        if hearing.day >= dossier.today:
            yield gettext(
                "A hearing in these proceedings is scheduled for {day}. Decide whether to wait "
                "for it.",
                day=day,
            )
        else:
            yield gettext(
                "A hearing in these proceedings was scheduled for {day}. Log what happened before "
                "you file.",
                day=day,
            )


def against_today(dossier: Dossier, window: Window) -> tuple[str, ...]:
    """Return what speaks against filing in a window today."""
    days = days_to_file(dossier.case_status, window, dossier.today)
    return against_filing(dossier.law, window, days, dossier.today, page_locale())
