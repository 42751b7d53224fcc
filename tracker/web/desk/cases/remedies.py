"""The remedies open to a requester and the letters that fit, as the workspace offers them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Cause
from tracker.domain.base.text import Text, at_start
from tracker.domain.case.filing_days import days_to_file
from tracker.domain.case.windows import UntimedRemedy, Window
from tracker.domain.events.correspondence.letter_finalised import AFTER_FILING, PLEADINGS
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import LetterKind
from tracker.services.core.naming import opened_title
from tracker.services.core.office import Office
from tracker.services.deadlines.explaining import cautions
from tracker.services.deadlines.filing_words import advice, said_days
from tracker.services.letters.appeal_words import WITH_ARTICLE
from tracker.services.letters.offering import Offer, fitting
from tracker.services.letters.remedies import (
    Remedy,
    drafted_before,
    has_letter,
    overtaken,
    unused,
)
from tracker.web.base.language import gettext, page_locale, refused, worded
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.next_remedy import against
from tracker.web.desk.base.places import key_of
from tracker.web.desk.base.words import OFFERED

AFTER_NOTICE = Message("after the notice {day:of}")
AFTER_DECISION = Message("after the decision {day:of}")


@dataclass(frozen=True, slots=True)
class ShownRemedy:
    """A remedy with its name, who hears it, when to use it, and what is uncertain.

    `also` are further entries that opened it and that the same filing covers.
    """

    key: str
    title: str
    to: str
    when: str
    remedy: Remedy
    cautions: tuple[str, ...] = ()
    also: tuple[int, ...] = ()


def shown_remedies(office: Office, dossier: Dossier) -> tuple[ShownRemedy, ...]:
    """Return the remedies available today; if there are none yet, those that will be."""
    chosen = dossier.opened or dossier.remedies
    return tuple(_shown(office, dossier, remedy) for remedy in chosen)


def overtaken_remedies(office: Office, dossier: Dossier) -> tuple[ShownRemedy, ...]:
    """Return the remedies that a late decision overtook. One may have been filed before it."""
    known = unused(dossier.case_status, office.library)
    gone = (each for each in known if overtaken(dossier.case_status, each))
    only = gettext("Choose it only if it was filed before the decision.")
    shown = (_shown(office, dossier, each) for each in gone)
    return tuple(replace(each, when=f"{' '.join(each.cautions)} {only}") for each in shown)


def filings(
    office: Office, dossier: Dossier, remedies: Sequence[ShownRemedy]
) -> tuple[ShownRemedy, ...]:
    """Return what one filing can be: of a late response with the non-response, or of one."""
    known = {shown.remedy.place for shown in remedies}
    both = []
    for shown in remedies:
        before = drafted_before(dossier.case_status, office.library, shown.remedy)
        also = tuple(place[1] for place in before if place in known)
        if also:
            title = gettext("{remedy}, together with the non-response", remedy=shown.title)
            both.append(replace(shown, key=f"{shown.key}+", title=title, also=also))
    return (*both, *remedies)


def remedy_title(dossier: Dossier, remedy: Remedy) -> str:
    """Return a remedy's name, with its stage and what opened it, to tell it from others."""
    opened = remedy.opened
    stage, opening = remedy.place
    by_silence = opened.cause is Cause.SILENCE
    day = page_locale().day_span(dossier.entry(opening).event.on)
    notice = opened.cause is Cause.NOTICE
    after = gettext(AFTER_NOTICE if notice else AFTER_DECISION, day=day)
    if by_silence:
        alike = [r for r in dossier.remedies if r.place[0] == stage]
        after = gettext("after no response, counted {day:from}", day=day) if len(alike) > 1 else ""
    return opened_title(opened.stage, opened.cause, after, page_locale())


def _shown(office: Office, dossier: Dossier, remedy: Remedy) -> ShownRemedy:
    opened = remedy.opened
    body = office.library.bodies.get(remedy.to)
    return ShownRemedy(
        key=key_of(remedy),
        title=remedy_title(dossier, remedy),
        to=_receiver(body, opened.stage.court),
        when=_untimed(opened) if isinstance(opened, UntimedRemedy) else _window(dossier, opened),
        remedy=remedy,
        cautions=_against(dossier, opened),
    )


def _receiver(body: PublicBody | None, court: Text | None) -> str:
    """Return who receives a remedy, for a sentence; empty if nobody is known."""
    if body:
        return worded(body.mention)
    return gettext(WITH_ARTICLE, name=worded(court)) if court else ""


def _untimed(opened: UntimedRemedy) -> str:
    why = refused(opened.why)
    unknown = gettext("No deadline can be calculated. {why} Ask a lawyer now.", why=why)
    if opened.safe_from and opened.cause is Cause.SILENCE:
        return f"{gettext('Open from {day}.', day=page_locale().day(opened.safe_from))} {unknown}"
    return unknown


def _against(dossier: Dossier, opened: Window | UntimedRemedy) -> tuple[str, ...]:
    """Return what speaks against filing today, and what is uncertain about the dates."""
    uncertain = cautions(opened.closes, page_locale()) if isinstance(opened, Window) else ()
    return (*against(dossier, opened), *uncertain)


def _window(dossier: Dossier, window: Window) -> str:
    """Return the days to file, why they are advised, and when the window closes."""
    closes = window.closes
    days = days_to_file(dossier.case_status, window, dossier.today)
    said = at_start(said_days(days, dossier.today, page_locale()))
    end = gettext("Closes {days}.", days=page_locale().span(closes.earliest, closes.latest))
    return f"{said}. {advice(days, page_locale())} {end}"


@dataclass(frozen=True, slots=True)
class NextLetter:
    """A letter that can be opened now; an appeal belongs to one remedy."""

    kind: LetterKind
    words: str
    remedy: str = ""

    @property
    def rows(self) -> str:
        """Return what names its rows in addresses; empty for a letter that is not edited in rows.

        A letter after filing is the only one of its kind, so it needs no entry.
        """
        if self.kind in AFTER_FILING:
            return f"{self.kind.value}:0"
        return self.remedy if self.kind in PLEADINGS else ""


def letters(office: Office, dossier: Dossier) -> tuple[NextLetter, ...]:
    """Return the letters that fit the request's present state."""
    offers = fitting(dossier.case_status, office.library, dossier.today)
    return tuple(
        _letter_step(dossier, offer)
        for offer in offers
        if offer.remedy is None or has_letter(dossier.case_state, dossier.law, offer.remedy.place)
    )


def _letter_step(dossier: Dossier, offer: Offer) -> NextLetter:
    if offer.silence:
        stage, opening = offer.silence.stage, offer.silence.opening
        title = f"{OFFERED[offer.kind]}: {worded(dossier.law.stage(stage).title)}"
        return NextLetter(offer.kind, title, f"{stage}:{opening}")
    if offer.remedy is None:
        return NextLetter(offer.kind, OFFERED[offer.kind])
    remedy = remedy_title(dossier, offer.remedy)
    title = gettext("{remedy}, with chronology and annexes", remedy=remedy)
    if filed := dossier.case_state.appealed(*offer.remedy.place):
        day = page_locale().day_span(filed.event.on)
        title = gettext("{remedy}, filed {day:on}", remedy=remedy, day=day)
    return NextLetter(offer.kind, title, key_of(offer.remedy))
