"""Gathers what a letter says: facts from the history, pleas with their event and section."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.domain.days import DaySpan
from tracker.domain.deadline import Deadline
from tracker.domain.errors import NotAllowed
from tracker.domain.history import (
    Drafted,
    Entry,
    Event,
    History,
    Lapse,
    NotHeld,
    PartlyAnswered,
    Refused,
    Reply,
)
from tracker.domain.law import Circumstance, Law, LetterKind
from tracker.domain.letter import Letter, LetterFacts, Table
from tracker.domain.questions import Outcome
from tracker.domain.request import Applicant, Draft
from tracker.domain.standing import Standing, standing_of
from tracker.services.drafting import drafted_event
from tracker.services.explaining import explain
from tracker.services.naming import CHANNELS, event_name
from tracker.services.office import Office
from tracker.services.ports import Paper
from tracker.services.speaking import Speech

GIVEN = frozenset({Outcome.DISCLOSED, Outcome.SAID_TO_BE_PUBLIC})

BANNER = "DEMONSTRATION: this letter was not really sent."

# What follows the word "by" in a letter: there a paper goes "by hand", not "by by hand".
SENT_BY = CHANNELS | {"hand": "hand"}


def request_bytes(office: Office, draft: Draft, applicant: Applicant) -> bytes:
    """The DOCX of a draft as it would go out were it settled now."""
    letter = preview_draft(office, draft, applicant)
    return office.documents.docx(letter, office.today_at(draft.body))


class Folder(Protocol):
    """What a letter is written from: a request's file, or a draft pretended to be one."""

    @property
    def reference(self) -> str: ...

    @property
    def history(self) -> History: ...

    def applicant(self) -> Applicant: ...

    def papers(self) -> Sequence[Paper]: ...


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A draft as it would stand once settled; nothing of it is entered."""

    reference: str
    history: History
    person: Applicant

    def applicant(self) -> Applicant:
        return self.person

    def papers(self) -> Sequence[Paper]:
        return ()


def preview_draft(office: Office, draft: Draft, applicant: Applicant) -> Letter:
    """The request as it would read were the draft settled now."""
    event = drafted_event(office, draft)
    entry = Entry(1, event, office.now(), "", b"", b"")
    return compose(office, _Sketch(draft.reference, (entry,), applicant), LetterKind.REQUEST)


def compose(office: Office, case: Folder, kind: LetterKind) -> Letter:
    """The letter as it would go out now. Raises NotAllowed before a request is settled."""
    standing = standing_of(case.history, office.library)
    drafted = standing.situation.drafted
    if drafted is None:
        raise NotAllowed("There is no settled request to write a letter for yet.")
    writer = _Writer(office, case, kind, standing, drafted)
    return office.documents.compose(kind, drafted.language, writer.facts())


def letter_bytes(office: Office, case: Folder, kind: LetterKind) -> bytes:
    """The same as a DOCX."""
    letter = compose(office, case, kind)
    drafted = standing_of(case.history, office.library).situation.drafted
    made_on = office.today_at(drafted.body) if drafted else office.now().date()
    return office.documents.docx(letter, made_on)


def circumstances(standing: Standing, law: Law) -> dict[Circumstance, Entry | None]:
    """What happened that a letter may plead, each with the entry that raised it."""
    found: dict[Circumstance, Entry | None] = {Circumstance.ALWAYS: None}
    drafted = standing.situation.drafted
    if drafted and drafted.urgent:
        found[Circumstance.URGENT] = None
    if standing.situation.extension:
        found[Circumstance.EXTENSION_CLAIMED] = standing.situation.extension
    for entry in standing.situation.lapses:
        found[Circumstance.SILENCE] = entry
    for entry in standing.situation.replies:
        for circumstance in _of_reply(entry.event, law):
            found[circumstance] = entry
    return found


_REPLY_KINDS: dict[type[Event], Circumstance] = {
    Refused: Circumstance.REFUSED,
    PartlyAnswered: Circumstance.PARTLY_ANSWERED,
    NotHeld: Circumstance.NOT_HELD,
}

_OUTCOMES: dict[Outcome, Circumstance] = {
    Outcome.PASSED_OVER: Circumstance.PASSED_OVER,
    Outcome.REFERRED_ELSEWHERE: Circumstance.REFERRED_ELSEWHERE,
}


def _of_reply(event: Event, law: Law) -> Iterator[Circumstance]:
    if not isinstance(event, Reply):
        return
    if type(event) in _REPLY_KINDS:
        yield _REPLY_KINDS[type(event)]
    raised = {duty.key: duty.raises for duty in law.refusal_duties if duty.raises}
    yield from (raised[duty] for duty in event.lacking if duty in raised)
    yield from (_OUTCOMES[o.outcome] for o in event.outcomes if o.outcome in _OUTCOMES)


class _Writer:
    """Gathers the facts of one letter; lives as long as the letter is being composed."""

    def __init__(
        self,
        office: Office,
        case: Folder,
        kind: LetterKind,
        standing: Standing,
        drafted: Drafted,
    ) -> None:
        self.office = office
        self.case = case
        self.kind = kind
        self.standing = standing
        self.drafted = drafted
        self.law: Law = office.library.law(drafted.law)
        self.speech: Speech = office.speech(drafted.language)
        self.today = office.today_at(drafted.body)
        self.applicant: Applicant = case.applicant()
        self.pleaded = circumstances(standing, self.law)

    def facts(self) -> LetterFacts:
        """Everything that the letter's template may name."""
        live = self.office.premises.state().live
        return LetterFacts(
            values=self._values(),
            lists=self._lists(),
            tables={"annexes": self._annexes(), "chronology": self._chronology()},
            flags=self._flags(),
            banner="" if live else self.speech.say(BANNER),
        )

    def _values(self) -> dict[str, str]:
        return self._request_values() | self._later_values() | self._appeal_values()

    def _request_values(self) -> dict[str, str]:
        lang, library = self.speech.language, self.office.library
        body, block = library.body(self.drafted.body), library.block(self.drafted.block)
        return {
            "reference": self.case.reference.upper(),
            "today": self.speech.short_day(self.today),
            "body_to": body.address_to.in_language(lang),
            "body_name": body.name.in_language(lang),
            "body_address": "\n".join(body.address),
            "law_title": self.law.title.in_language(lang),
            "law_number": self.law.number,
            "service": block.service.in_language(lang),
            "block_title": block.title.in_language(lang),
            "block_since": self.speech.short_day(block.since),
            "applicant_name": self.applicant.name,
            "applicant_address": self.applicant.address,
            "applicant_contact": self.applicant.contact,
            "eligibility": self._eligibility(),
        }

    def _eligibility(self) -> str:
        words = self.law.eligibility.kinds.get(self.drafted.eligibility)
        return words.in_language(self.speech.language) if words else ""

    def _later_values(self) -> dict[str, str]:
        situation = self.standing.situation
        sent = situation.sent[0].event if situation.sent else None
        channel = getattr(sent, "channel", None)
        reply = self.standing.awaited[0].ordinary if self.standing.awaited else None
        return {
            "sent_on": self._said(sent.on) if sent else "",
            "sent_by": self.speech.say(SENT_BY[channel.value]) if channel else "",
            "received_on": self._said(situation.received.event.on) if situation.received else "",
            "request_subject": self.office.library.block(self.drafted.block).title.in_language(
                self.speech.language
            ),
            "reply_due": self.speech.span(reply.earliest, reply.latest) if reply else "",
            "answer_by": self.speech.day(
                date.fromordinal(self.today.toordinal() + self.office.notice_days)
            ),
        }

    def _appeal_values(self) -> dict[str, str]:
        window = self.standing.windows[-1] if self.standing.windows else None
        receiver = window.stage.receiver if window else None
        if window is None or receiver is None:
            return dict.fromkeys(
                (
                    "appeal_body_to",
                    "appeal_body_name",
                    "appeal_body_address",
                    "window_closes",
                    "cause",
                    "decision_on",
                ),
                "",
            )
        lang, body = self.speech.language, self.office.library.body(receiver)
        decision = self.standing.situation.replies[-1:]
        return {
            "appeal_body_to": body.address_to.in_language(lang),
            "appeal_body_name": body.name.in_language(lang),
            "appeal_body_address": "\n".join(body.address),
            "window_closes": self.speech.day(window.closes.earliest),
            "cause": self._cause(),
            "decision_on": self._said(decision[0].event.on) if decision else "",
        }

    def _cause(self) -> str:
        if replies := self.standing.situation.replies:
            last = replies[-1].event
            return self.speech.say(
                "{what} of {day}.", day=self._said(last.on), what=self._named(last)
            )
        reply = self.standing.awaited[0].ordinary
        return self.speech.say(
            "No decision was received within the time allowed. Last day of that time: {day}.",
            day=self.speech.span(reply.earliest, reply.latest),
        )

    def _lists(self) -> dict[str, tuple[str, ...]]:
        organisations = self.office.library.organisations
        lang = self.speech.language
        supporters = [organisations[key].name.in_language(lang) for key in self.drafted.supporters]
        return {
            "records": tuple(asked.words for asked in self.drafted.questions),
            "points": tuple(self._points()),
            "grounds": tuple(self._grounds()),
            "supporters": tuple(supporters),
            "open_questions": self._open_questions(),
            "prayers": tuple(self._prayers()),
            "signature": self._signature(),
        }

    def _signature(self) -> tuple[str, ...]:
        lines = (self.applicant.name, *self.applicant.address.splitlines(), self.applicant.contact)
        return tuple(line for line in lines if line.strip())

    def _points(self) -> Iterator[str]:
        """What this law lets a letter of this kind say, where the facts allow it.

        In an appeal the pleas that something raised are its grounds; the rest is the law.
        """
        appeal = self.kind is LetterKind.APPEAL
        for point in self.law.points:
            if point.letter is not self.kind or point.when not in self.pleaded:
                continue
            if not appeal or point.when is Circumstance.ALWAYS:
                yield point.says.in_language(self.speech.language)

    def _grounds(self) -> Iterator[str]:
        """The grounds of an appeal, each with the event and the section that raised it."""
        lang = self.speech.language
        for point in self.law.points:
            if point.letter is not LetterKind.APPEAL or point.when not in self.pleaded:
                continue
            if point.when is Circumstance.ALWAYS:
                continue
            entry = self.pleaded[point.when]
            cites = self.law.cite(point.sources, lang)
            raised = self._raised(entry.event) if entry else ""
            yield f"{point.says.in_language(lang)} [{'; '.join(filter(None, (raised, cites)))}]"
        yield from self._answers_to_exemptions()

    def _answers_to_exemptions(self) -> Iterator[str]:
        """What the law itself sets against each exemption that was claimed."""
        lang = self.speech.language
        claimed = {key for e in self.standing.situation.replies for key in _claimed(e.event)}
        for exemption in self.law.exemptions:
            if exemption.key in claimed and exemption.limits:
                cite = exemption.cite.in_language(lang)
                yield f"{exemption.limits.in_language(lang)} [{cite}]"

    def _raised(self, event: Event) -> str:
        return self.speech.say(
            "{what} of {day}", what=self._named(event), day=self._said(event.on)
        )

    def _open_questions(self) -> tuple[str, ...]:
        """The records asked for that no answer gave."""
        given = {
            outcome.question
            for entry in self.standing.situation.replies
            if isinstance(entry.event, Reply)
            for outcome in entry.event.outcomes
            if outcome.outcome in GIVEN
        }
        return tuple(asked.words for asked in self.drafted.questions if asked.key not in given)

    def _prayers(self) -> Iterator[str]:
        say = self.speech.say
        yield say("that the public body be directed to supply the records named above")
        if Circumstance.NOT_SEVERED in self.pleaded or Circumstance.REFUSED in self.pleaded:
            yield say("that any part found exempt be severed and the remainder be supplied")
        if Circumstance.SILENCE in self.pleaded:
            yield say("that it be recorded that no decision was received within the time allowed")
        yield say("any other order that the circumstances require")

    def _flags(self) -> frozenset[str]:
        flags = {circumstance.value for circumstance in self.pleaded}
        flags |= {self.drafted.eligibility}
        if self.standing.situation.replies:
            # What was answered late was answered: a letter must not say that nothing came.
            flags.discard(Circumstance.SILENCE.value)
        if self.drafted.supporters:
            flags.add("supporters")
        if self.case.papers():
            flags.add("has-annexes")
        return frozenset(flags)

    def _annexes(self) -> Table:
        say = self.speech.say
        rows = tuple(
            (str(number), self._named(entry.event), self._said(entry.event.on))
            for number, entry in enumerate(
                (entry for entry in self.case.history if entry.event.evidence), start=1
            )
        )
        return Table((say("No."), say("Document"), say("Date")), rows)

    def _chronology(self) -> Table:
        """Every event and every computed day, each with how it was reckoned."""
        say = self.speech.say
        rows = [
            (entry.event.on.earliest, self._said(entry.event.on), self._named(entry.event), "")
            for entry in self.case.history
            if not isinstance(entry.event, Lapse) and entry.event.kind in _TOLD
        ]
        for awaited in self.standing.awaited:
            rows.append(self._counted(awaited.ordinary))
            if awaited.longest is not awaited.ordinary:
                rows.append(self._counted(awaited.longest))
        rows += [self._counted(window.closes) for window in self.standing.windows]
        rows.sort(key=lambda row: row[0])
        head = (say("Day"), say("What happened"), say("How the day was reckoned"))
        return Table(head, tuple(row[1:] for row in rows))

    def _counted(self, deadline: Deadline) -> tuple[date, str, str, str]:
        stage = deadline.stage.title.in_language(self.speech.language)
        what = (
            "last day, with the longest extension: {stage}"
            if deadline.extended
            else ("last day: {stage}")
        )
        lines = explain(deadline, self.speech)
        reckoned = " ".join(f"{self.speech.day(line.day)}: {line.sentence}" for line in lines)
        section = self.law.cite(deadline.sources, self.speech.language)
        days = self.speech.span(deadline.earliest, deadline.latest)
        said = self.speech.say(what, stage=stage)
        return deadline.earliest, days, said, f"{section}. {reckoned}"

    def _said(self, span: DaySpan) -> str:
        return self.speech.day_span(span)

    def _named(self, event: Event) -> str:
        return self.speech.say(event_name(event))


_TOLD = frozenset(
    {"sent", "received", "acknowledged", "extension-noticed", "answered", "partly-answered"}
    | {"refused", "not-held", "appeal-filed", "decided"}
)


def _claimed(event: Event) -> Iterator[str]:
    if isinstance(event, Reply):
        for outcome in event.outcomes:
            yield from outcome.exemptions
