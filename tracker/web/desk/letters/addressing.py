"""The name and the addressee of a letter, the reasons not to file it today, and its filing."""

from tracker.domain.case.windows import UntimedRemedy
from tracker.domain.events.correspondence.letter_finalised import AFTER_FILING, REMEDY_LETTERS
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.letters.enforcing.overdue import require_overdue
from tracker.services.letters.remedies import RemedyPlace, awaiting_decision, pleaded
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.next_remedy import against
from tracker.web.desk.base.words import LETTERS, log_act, log_filed_act, remedy_name

_BEFORE_A_FORUM = (*REMEDY_LETTERS, *AFTER_FILING)


def letter_title(
    office: Office, dossier: Dossier, kind: LetterKind, place: RemedyPlace | None
) -> str:
    """Return the name of a letter; for a remedy, the law's word for it."""
    if kind not in REMEDY_LETTERS:
        return LETTERS[kind]
    stage = pleaded(dossier.case_status, office.library, place, dossier.today).opened.stage
    return remedy_name(dossier.law, stage)


def goes_to(
    office: Office, dossier: Dossier, kind: LetterKind, place: RemedyPlace | None
) -> PublicBody | None:
    """Return the addressee of a letter; None for a court that is not in the library."""
    bodies = office.library.bodies
    if kind is LetterKind.REJOINDER:
        return bodies.get(awaiting_decision(dossier.case_status, office.library).to)
    if kind is LetterKind.ENFORCEMENT:
        order = require_overdue(dossier.case_status, office.library, dossier.today)
        return bodies.get(order.remedy.to)
    if kind in _BEFORE_A_FORUM:
        return bodies.get(pleaded(dossier.case_status, office.library, place, dossier.today).to)
    silent = dossier.case_state.undecided_in_time() if kind is LetterKind.NOTICE else ()
    found = [each.body for each in silent if (each.stage, each.opening) == place]
    return bodies.get(found[0] if found else dossier.case_state.acting_body)


def speaks_against(
    office: Office, dossier: Dossier, kind: LetterKind, place: RemedyPlace | None
) -> tuple[str, ...]:
    """Return the reasons not to file the letter of an unused remedy today."""
    if kind not in REMEDY_LETTERS:
        return ()
    opened = pleaded(dossier.case_status, office.library, place, dossier.today).opened
    if dossier.case_state.appealed(opened.stage.key, opened.opening):
        return ()
    watched = isinstance(opened, UntimedRemedy) or opened in dossier.case_status.unfiled()
    return against(dossier, opened) if watched else ()


def before_a_court(
    office: Office, dossier: Dossier, kind: LetterKind, place: RemedyPlace | None
) -> bool:
    """Return whether a letter goes to a court that is not in the library."""
    return kind in _BEFORE_A_FORUM and goes_to(office, dossier, kind, place) is None


def logs_filing(
    office: Office, dossier: Dossier, kind: LetterKind, place: RemedyPlace | None
) -> str:
    """Return the name of the step that logs the filing of a remedy; empty for another letter, and
    for a remedy that was filed."""
    if kind not in REMEDY_LETTERS:
        return ""
    remedy = pleaded(dossier.case_status, office.library, place, dossier.today)
    if dossier.case_state.appealed(*remedy.place):
        return ""
    written = dossier.case_state.remedy_letter(*remedy.place)
    return (log_act if written else log_filed_act)(dossier.law, remedy.opened.stage)
