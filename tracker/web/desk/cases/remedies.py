"""The remedies that are open to a requester, as the desk's pages offer them."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.base.terms import Cause
from tracker.domain.case.windows import Untold, Window
from tracker.services.core.naming import opened_title
from tracker.services.core.office import Office
from tracker.services.deadlines.explaining import cautions
from tracker.services.letters.remedies import Remedy
from tracker.web.base.language import refused, say, speech, worded
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.places import key_of

AFTER_NOTICE = Words("after the notice of {day}")
AFTER_DECISION = Words("after the decision of {day}")


@dataclass(frozen=True, slots=True)
class ShownRemedy:
    """A remedy with its name, who hears it, by when it is to be used, and what is in doubt."""

    key: str
    title: str
    to: str
    when: str
    remedy: Remedy
    cautions: tuple[str, ...] = ()


def shown_remedies(office: Office, dossier: Dossier) -> tuple[ShownRemedy, ...]:
    """Those that can be used today; where there are none yet, those that will be."""
    chosen = dossier.opened or dossier.remedies
    return tuple(_shown(office, dossier, remedy) for remedy in chosen)


def title_of(dossier: Dossier, remedy: Remedy) -> str:
    """What a remedy is called beside others: by its stage and by what opened it."""
    opened = remedy.opened
    stage, opening = remedy.place
    by_silence = opened.cause is Cause.SILENCE
    day = speech().day_span(dossier.entry(opening).event.on)
    notice = opened.cause is Cause.NOTICE
    after = say(AFTER_NOTICE if notice else AFTER_DECISION, day=day)
    if by_silence:
        alike = [r for r in dossier.remedies if r.place[0] == stage]
        after = say("after the silence that follows {day}", day=day) if len(alike) > 1 else ""
    return opened_title(opened.stage, opened.cause, after, speech())


def _shown(office: Office, dossier: Dossier, remedy: Remedy) -> ShownRemedy:
    opened = remedy.opened
    body = office.library.bodies.get(remedy.to)
    return ShownRemedy(
        key=key_of(remedy),
        title=title_of(dossier, remedy),
        to=worded(heard) if (heard := body.name if body else opened.stage.court) else "",
        when=_untold(opened) if isinstance(opened, Untold) else _window(opened),
        remedy=remedy,
        cautions=() if isinstance(opened, Untold) else cautions(opened.closes, speech()),
    )


def _untold(opened: Untold) -> str:
    why = refused(opened.why)
    untold = say("No last day can be told. {why} Ask a lawyer, and do not wait.", why=why)
    if opened.safe_from and opened.cause is Cause.SILENCE:
        return f"{say('Open from {day}.', day=speech().day(opened.safe_from))} {untold}"
    return untold


def _window(window: Window) -> str:
    closes = window.closes
    says = [say("There is no safe day.")]
    if window.safe and closes.last_safe_day:
        first, last = speech().day(window.safe.since), speech().day(closes.last_safe_day)
        says = [say("Safe from {first} to {last}, the last safe day.", first=first, last=last)]
    says.append(say("Closes {days}.", days=speech().span(closes.earliest, closes.latest)))
    if window.undisputed_from:
        day = speech().day(window.undisputed_from)
        says.append(say("Nobody can call it early from {day}.", day=day))
    return " ".join(says)
