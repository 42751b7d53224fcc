"""The remedies open to a requester: which are unused, and who hears each."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Cause
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.filing_days import filing_days
from tracker.domain.case.history import Entry
from tracker.domain.case.windows import UntimedRemedy, Window, remedies_in
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.law.law import Law, LetterKind, Stage
from tracker.domain.law.readings import remedy_was_read
from tracker.domain.library import Library

# The stage of a remedy and the entry that opened it, by which forms name it.
RemedyPlace = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy that was opened to the requester.

    `to` is the body that hears it: the one that the law names, or else the one asked. It is empty
    for a court that the library does not have.
    """

    opened: Window | UntimedRemedy
    to: str

    @property
    def place(self) -> RemedyPlace:
        """Return its stage and the entry that opened it."""
        return self.opened.stage.key, self.opened.opening


def letter_of(remedy: Remedy) -> LetterKind:
    """Return the kind of letter in which a remedy is filed."""
    by_letter = remedy.opened.stage.by_letter
    return LetterKind.INTERNAL_REVIEW if by_letter else LetterKind.APPEAL


def opened(case_status: CaseStatus, library: Library) -> tuple[Remedy, ...]:
    """Return the remedies that were opened, in the order of the law.

    They include those for whose time limit the library has no number.
    """
    case_state = case_status.case_state
    if case_state.drafted is None:
        return ()
    law = library.law(case_state.drafted.law)
    return tuple(
        Remedy(each, forum_of_stage(each.stage, case_state))
        for each in remedies_in(case_state, law, library, case_status.awaited)
    )


def unused(case_status: CaseStatus, library: Library) -> tuple[Remedy, ...]:
    """Return the opened remedies that were not used."""
    appealed = case_status.case_state.appealed
    return tuple(each for each in opened(case_status, library) if not appealed(*each.place))


def usable(case_status: CaseStatus, library: Library) -> tuple[Remedy, ...]:
    """Return the unused remedies that nothing overtook."""
    known = unused(case_status, library)
    return tuple(each for each in known if not overtaken(case_status, each))


def overtaken(case_status: CaseStatus, remedy: Remedy) -> Entry | None:
    """Return the late decision by which a remedy against its absence was overtaken, else None."""
    opened = remedy.opened
    return case_status.overtaken_by(opened) if isinstance(opened, UntimedRemedy) else None


def filed(case_status: CaseStatus, library: Library) -> tuple[Remedy, ...]:
    """Return the remedies that were filed, oldest first, each filing once."""
    known = {each.place: each for each in opened(case_status, library)}
    events = (entry.event for entry in case_status.case_state.appeals)
    places = ((e.stage, e.opening) for e in events if isinstance(e, AppealFiled))
    return tuple(known[place] for place in places if place in known)


def pleaded_beside(
    case_status: CaseStatus, library: Library, remedy: Remedy, on: date
) -> tuple[Remedy, ...]:
    """Return the unused remedies that one appeal in `remedy`, filed on a day, uses as well.

    They are of the same stage: beside a late response its non-response, beside a non-response the
    late replies. Each must certainly be in time on that day, or have no known end.
    """
    if not _open_on(remedy, on):
        return ()
    return tuple(
        each
        for each in usable(case_status, library)
        if _open_on(each, on)
        and not case_status.case_state.waived(*each.place)
        and _pleads(case_status, remedy, each)
    )


def drafted_before(
    case_status: CaseStatus, library: Library, remedy: Remedy
) -> tuple[RemedyPlace, ...]:
    """Return the remedies against a non-response whose letters the one in `remedy` continues."""
    if remedy.opened.cause is Cause.SILENCE:
        return ()
    known = opened(case_status, library)
    return tuple(e.place for e in known if case_status.of_one_default(remedy.opened, e.opened))


def _pleads(case_status: CaseStatus, remedy: Remedy, other: Remedy) -> bool:
    """Return whether a letter pleads another cause too.

    One against a non-response pleads late replies, but not a late decision on an appeal.
    """
    if not case_status.of_one_default(remedy.opened, other.opened):
        return False
    came = case_status.case_state.at(other.opened.opening)
    return not (came and isinstance(came.event, Decided))


def _open_on(remedy: Remedy, on: date) -> bool:
    opened = remedy.opened
    ended = isinstance(opened, Window) and filing_days(opened).last < on
    return opened.opens_earliest <= on and not ended


def usual(known: tuple[Remedy, ...], on: date) -> Remedy:
    """Return the default remedy on a date: the last one opened by then.

    One with a calculated time limit is preferred.
    """
    ready = [each for each in known if each.opened.opens_earliest <= on]
    counted = [each for each in ready if isinstance(each.opened, Window)]
    return (counted or ready or known)[-1]


def at_place(known: tuple[Remedy, ...], place: RemedyPlace) -> Remedy:
    """Return the remedy with this stage and opening entry. Raises BadInput if it is not open."""
    for each in known:
        if each.place == place:
            return each
    raise BadInput("This remedy is not open. Choose one listed on the page.")


def pleaded(
    case_status: CaseStatus, library: Library, place: RemedyPlace | None, on: date
) -> Remedy:
    """Return the remedy for an appeal written on a date.

    It is the one at `place`, else the usual unused one, else the one used last. Raises NotAllowed
    before any is open, BadInput if the one at `place` is not open and, without a
    finalised letter, if no source of the library says that the remedy exists.
    """
    found = _pleaded(case_status, library, place, on)
    _require_known(case_status.case_state, library, found)
    return found


def _pleaded(
    case_status: CaseStatus, library: Library, place: RemedyPlace | None, on: date
) -> Remedy:
    known = tuple(r for r in opened(case_status, library) if r.opened.opens_earliest <= on)
    if not known:
        raise NotAllowed(
            "There is no right to appeal yet: nothing has been refused and no time limit "
            "has passed."
        )
    if place:
        return at_place(known, place)
    unused_still = usable(case_status, library)
    if still := tuple(r for r in known if r in unused_still):
        return usual(still, on)
    appeal = case_status.case_state.appeal
    filed = appeal.event if appeal else None
    if isinstance(filed, AppealFiled):
        return next((r for r in known if r.place == (filed.stage, filed.opening)), known[-1])
    return known[-1]


def _require_known(case_state: CaseState, library: Library, remedy: Remedy) -> None:
    law = library.law(case_state.drafted.law) if case_state.drafted else None
    if law and not has_letter(case_state, law, remedy.place):
        raise BadInput(
            "Nobody has read the provision on this remedy ({remedy}) in {law}, so there is no "
            "letter for it here. A lawyer must draft it.",
            remedy=remedy.opened.stage.title,
            law=law.mention,
        )


def has_letter(case_state: CaseState, law: Law, place: RemedyPlace) -> bool:
    """Return whether there is a letter for a remedy: it is finalised, or a source of the library
    says that the remedy exists."""
    return bool(case_state.remedy_letter(*place)) or remedy_was_read(law, law.stage(place[0]))


def require_not_filed(case_state: CaseState, place: RemedyPlace | None) -> None:
    """Raise NotAllowed if the remedy at a place was filed: its letter does not change any more."""
    filed = case_state.appealed(*place) if place else None
    if filed:
        raise NotAllowed(
            "This letter was filed on {day}, so it does not change any more.",
            day=filed.event.on,
        )


def require_not_overtaken(case_status: CaseStatus, remedy: Remedy) -> None:
    """Raise NotAllowed if a late decision overtook a remedy: its letter is no longer true."""
    if decision := overtaken(case_status, remedy):
        raise NotAllowed(
            "A decision has come since ({day}), so this letter is overtaken. Write the letter "
            "against the decision.",
            day=decision.event.on,
        )


def awaiting_decision(case_status: CaseStatus, library: Library) -> Remedy:
    """Return the remedy filed last that is undecided. Raises NotAllowed if there is none, and
    BadInput without a finalised letter, if no source of the library says that it exists."""
    for filed in reversed(case_status.case_state.undecided()):
        for each in opened(case_status, library):
            event = filed.event
            if isinstance(event, AppealFiled) and each.place == (event.stage, event.opening):
                _require_known(case_status.case_state, library, each)
                return each
    raise NotAllowed("A rejoinder follows an appeal, and no appeal is awaiting a decision.")


def forum_of_stage(stage: Stage, case_state: CaseState) -> str:
    """Return the body that hears a remedy; empty for a court that the library does not have."""
    return stage.receiver or ("" if stage.court else case_state.acting_body)
