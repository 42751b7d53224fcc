"""What the letter of one remedy says of that remedy: to whom it goes, against what, by when."""

from dataclasses import dataclass

from tracker.domain.base.terms import Cause
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry
from tracker.domain.case.pending_duties import PendingDuty
from tracker.domain.case.windows import Window
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law, RemedyKind, Stage
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import PARTIES
from tracker.services.letters.remedies import Remedy


@dataclass(frozen=True, slots=True)
class Plea:
    """One remedy, with all that its letter is written from."""

    remedy: Remedy
    case_status: CaseStatus
    law: Law

    @property
    def stage(self) -> str:
        """The stage of the remedy."""
        return self.remedy.opened.stage.key

    @property
    def by_silence(self) -> bool:
        """Whether it is against a silence."""
        return self.remedy.opened.cause is Cause.SILENCE

    @property
    def opening(self) -> Entry:
        """The entry that opened it: the reply, the decision, or what nobody answered in time."""
        entries = self.case_status.case_state.entries
        return next(entry for entry in entries if entry.seq == self.remedy.opened.opening)

    @property
    def first(self) -> bool:
        """Whether it is against what the body did with the request, and not against a remedy."""
        return not isinstance(self.opening.event, AppealFiled | Decided)

    @property
    def silent(self) -> PendingDuty | None:
        """The stage in which nobody answered in time; None for a remedy against a decision."""
        opened = self.remedy.opened
        found = (
            awaited
            for awaited in self.case_status.awaited
            if self.by_silence
            and awaited.opening.seq == opened.opening
            and awaited.stage.key in opened.stage.opened_by_silence_of
        )
        return next(found, None)

    def replies(self) -> tuple[Entry, ...]:
        """The replies that it is about: the one that it is against; after a first remedy all."""
        replies = self.case_status.case_state.replies
        return tuple(each for each in replies if each == self.opening or not self.first)

    def late_reply(self) -> Entry | None:
        """The reply that came after the silence against which it is."""
        replies = self.case_status.case_state.replies
        return replies[0] if self.first and self.by_silence and replies else None

    def respondent(self) -> str:
        """The key of the body that had to answer when it did what is complained of."""
        case_state = self.case_status.case_state
        if isinstance(self.opening.event, Reply):
            return case_state.answering_on(self.opening.event.on.latest)
        reply = self.law.first_stage().key
        lapses = (
            entry.event for entry in case_state.lapses if isinstance(entry.event, MissedDeadline)
        )
        bodies = [lapse.body for lapse in lapses if lapse.stage == reply]
        return bodies[-1] if bodies else case_state.acting_body


def appeal_values(plea: Plea, library: Library, locale: Locale) -> dict[str, str]:
    """What the template of an appeal may name of it."""
    opened, late = plea.remedy.opened, plea.late_reply()
    closes = opened.closes if isinstance(opened, Window) else None
    return addressee(opened.stage, plea.remedy.to, library, locale) | {
        "remedy_title": opened.stage.title.in_language(locale.language),
        "remedy_section": plea.law.cite(closes.sources, locale.language) if closes else "",
        "window_closes": locale.day(closes.earliest) if closes else "",
        "cause": cause(plea, locale),
        "late_reply_on": f"{locale.day_span(late.event.on):on}" if late else "",
        **_parties(plea, locale),
    }


def called(stage: Stage, locale: Locale) -> tuple[str, str]:
    """Who brings a remedy and what it is, by the word of the law for it."""
    who, what = PARTIES[stage.remedy or RemedyKind.APPLICATION]
    return locale.say(who), locale.say(what)


def _parties(plea: Plea, locale: Locale) -> dict[str, str]:
    """Who brings it and what it is, by the word of the law for it."""
    party, filing = called(plea.remedy.opened.stage, locale)
    filed = [
        entry
        for entry in plea.case_status.case_state.appeals
        if isinstance(entry.event, AppealFiled)
        and (entry.event.stage, entry.event.opening) == plea.remedy.place
    ]
    return {
        "party": party,
        "party_title": f"{party[:1].upper()}{party[1:]}",
        "filing": filing,
        "filed_on": f"{locale.day_span(filed[-1].event.on):on}" if filed else "",
    }


def addressee(stage: Stage, to: str, library: Library, locale: Locale) -> dict[str, str]:
    """The lines of the address of a remedy, and the forum as a sentence names it; `to` is empty
    for a court that is no body on file."""
    lang = locale.language
    if stage.court and not to:
        return _lines("", stage.court.in_language(lang), "")
    body = library.body(to)
    name, address = body.name.in_language(lang), "\n".join(body.address)
    if stage.receiver:
        return _lines(body.address_to.in_language(lang), name, address)
    # A review goes to the body itself, and not to the officer there who answers requests.
    office = stage.office.in_language(lang) if stage.office else ""
    forum = locale.listed((office, name)) if office else name
    return _lines(office, name, address) | {"appeal_forum": forum}


def _lines(to: str, name: str, address: str) -> dict[str, str]:
    """The lines of an address; who is addressed is not named twice where that is the body."""
    return {
        "appeal_body_to": "" if to.endswith(name) else to,
        "appeal_body_name": name,
        "appeal_body_address": address,
        "appeal_forum": name,
    }


def cause(plea: Plea, locale: Locale) -> str:
    """What it is against, in a sentence."""
    event, silent = plea.opening.event, plea.silent
    day = locale.day_span(event.on)
    if silent:
        last = locale.span(silent.ordinary.earliest, silent.ordinary.latest)
        if isinstance(event, AppealFiled):
            return locale.say(
                "No decision within the time allowed on what was filed {day:on}: {what}. "
                "Last day of that time: {last}.",
                what=_title(plea.law, event.stage, locale),
                day=day,
                last=last,
            )
        return locale.say(
            "No decision was received within the time allowed. Last day of that time: {day}.",
            day=last,
        )
    if isinstance(event, Decided):
        what = _title(plea.law, event.stage, locale)
        return locale.say("Decision {day:of} on: {what}.", day=day, what=what)
    return locale.say("{what} {day:of}.", day=day, what=locale.say(event.label))


def _title(law: Law, stage: str, locale: Locale) -> str:
    return law.stage(stage).title.in_language(locale.language)
