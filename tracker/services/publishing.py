"""Puts entries on the public record, and takes a record from it: always a person's act."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.events import (
    Complied,
    Decided,
    Drafted,
    EnforcementSought,
    ExtensionNoticed,
    FellSilent,
    Lapse,
    Overdue,
    Published,
    Received,
    Release,
    Reply,
    Transferred,
    Withheld,
    WithheldBecause,
)
from tracker.domain.history import Entry, in_force
from tracker.domain.record import Record
from tracker.domain.request import OWN, Applicant
from tracker.domain.situation import Situation, situation_of
from tracker.services.anonymity import require_anonymous
from tracker.services.auditing import note
from tracker.services.days import said
from tracker.services.entering import enter, public_record
from tracker.services.filing import digest_of
from tracker.services.naming import event_name
from tracker.services.noting import NOTED
from tracker.services.office import Office
from tracker.services.people import colleagues
from tracker.services.ports import CaseFile, ReleasedText
from tracker.services.ports_people import AuditAct

# A correction and a recount are shown with the entry that they speak of, and never alone; a paper
# that came is shown by what it turned out to be.
NEVER_PUBLIC = frozenset(
    {"approved", "let-pass", "paper-came", "published", "withheld", "corrected", "recounted"}
)


# The title of words that a response says on one question.
QUOTED = "Words of the response"

# Findings about a body, which one person enters and another publishes.
FOUND = (Received, ExtensionNoticed, *NOTED.values(), Reply, Decided, Complied)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a person decides to show."""

    entries: tuple[int, ...]
    texts: Sequence[tuple[str, str]] = ()
    body_told_on: date | None = None
    provisional_accepted: bool = False
    quotes: Sequence[tuple[int, str]] = ()


def publishable(history: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that can be put on the public record."""
    return tuple(entry for entry in in_force(history) if entry.event.kind not in NEVER_PUBLIC)


def publish(office: Office, reference: str, publication: Publication, *, by: str) -> None:
    """Put entries on the public record and make its next version.

    Raises NotAllowed without the applicant's consent, before a body was told of its first silence
    or defect and its days to answer have passed, or where a provisional date was not accepted by
    a person; BadInput where a silence stands without the receipt it counts from, or a text names
    the applicant or shows what identifies a person.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        applicant = case.applicant()
        if not applicant.consents_to_publication:
            raise NotAllowed("The applicant has not consented to publication: nothing was shown.")
        chosen = _chosen(case, publication)
        _require_second_person(office, chosen, by)
        _check_criticism(office, situation, chosen, publication)
        released = tuple(_released(case, publication))
        _check_words(chosen, (text for text, _ in released), applicant)
        event = Published(
            on=DaySpan.on(_today(office, situation)),
            entries=publication.entries,
            releases=tuple(release for _, release in released),
            body_told_on=publication.body_told_on,
            provisional_accepted=publication.provisional_accepted,
        )
        enter(office, case, event, by=by, texts=[text for text, _ in released])
        note(office, AuditAct.PUBLISHED, who=by, about=reference)


def preview(office: Office, reference: str, publication: Publication) -> Record:
    """Exactly what the public would see of these entries; nothing is entered.

    Raises BadInput where words would show who asked or identify somebody.
    """
    with office.cases.look(reference) as case:
        chosen = _chosen(case, publication)
        _check_words(chosen, (text for text, _ in _released(case, publication)), case.applicant())
        at = office.now()
        pretended = Published(on=DaySpan.on(at.date()), entries=publication.entries)
        entry = Entry(len(case.history) + 1, pretended, at, "", b"", b"")
        return public_record(office, reference, (*case.history, entry))


def withhold(office: Office, reference: str, because: WithheldBecause, *, by: str) -> None:
    """Take the record from the public side; its address then says that it was withheld."""
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        if not situation.published:
            raise NotAllowed("Nothing of this request is on the public record.")
        event = Withheld(on=DaySpan.on(_today(office, situation)), because=because)
        enter(office, case, event, by=by)
        note(office, AuditAct.WITHHELD, who=by, about=reference)


def change_consent(office: Office, reference: str, consents: bool, *, by: str) -> None:
    """Record the applicant's consent, or its withdrawal, which takes the record down at once."""
    with office.cases.open(reference) as case:
        applicant = case.applicant()
        changed = replace(
            applicant, consents_to_publication=consents, consent_changed_at=office.now()
        )
        case.keep_applicant(changed)
        situation = situation_of(case.history)
        if not consents and situation.published and not situation.withheld:
            on = DaySpan.on(_today(office, situation))
            withdrawn = Withheld(on=on, because=WithheldBecause.CONSENT_WITHDRAWN)
            enter(office, case, withdrawn, by=by)


def _require_second_person(office: Office, chosen: Sequence[Entry], by: str) -> None:
    """In a live office of more than one, who found a thing is not who publishes it."""
    if not office.premises.state().live or len(colleagues(office)) < 2:
        return
    if any(entry.entered_by == by and isinstance(entry.event, FOUND) for entry in chosen):
        raise NotAllowed(
            "You entered some of this yourself: in a live office another person publishes it."
        )


def _today(office: Office, situation: Situation) -> date:
    if situation.drafted is None:
        raise NotAllowed("There is no settled request yet.")
    return office.today_at(situation.drafted.body)


def _chosen(case: CaseFile, publication: Publication) -> tuple[Entry, ...]:
    """The entries named, with what they cannot be understood without."""
    if not publication.entries:
        raise BadInput("Choose at least one entry to show.")
    possible = {entry.seq: entry for entry in publishable(case.history)}
    if unknown := set(publication.entries) - possible.keys():
        raise BadInput(f"Entry {min(unknown)} cannot be put on the public record.")
    chosen = tuple(possible[seq] for seq in sorted(publication.entries))
    situation = situation_of(case.history)
    shown = situation.published | set(publication.entries)
    if not any(e.event.kind == Drafted.kind and e.seq in shown for e in case.history):
        raise BadInput("Show the request itself first: the entries rest on what was asked.")
    for entry in chosen:
        if isinstance(entry.event, Lapse) and entry.event.opening not in shown:
            started = _named_start(case.history, entry.event.opening)
            raise BadInput(f"Show {started} with the silence: the count starts from it.")
    _require_the_bodys_side(possible.values(), shown, situation.unread())
    _require_known_body(situation, chosen)
    return chosen


def _require_the_bodys_side(
    possible: Iterable[Entry], shown: Set[int], unread: Sequence[Entry]
) -> None:
    """What the body did is not left out of what is said about it, by mistake or to accuse it."""
    kinds = {entry.event.kind for entry in possible if entry.seq in shown}
    left_out = [entry.event for entry in possible if entry.seq not in shown]
    if Received.kind in kinds and any(isinstance(event, ExtensionNoticed) for event in left_out):
        raise BadInput("Show the extension with the receipt: the days are counted with it.")
    moving = tuple(NOTED.values())
    if Received.kind in kinds and (hidden := [e for e in left_out if isinstance(e, moving)]):
        raise BadInput(
            f"Show the entry “{event_name(hidden[0])}” with the receipt: the days are counted "
            "with it."
        )
    if kinds & NOTED.keys() and Received.kind not in kinds:
        raise BadInput("Show the receipt with what stopped or moved the clock.")
    if kinds & {Decided.kind, EnforcementSought.kind} and Complied.kind in {
        event.kind for event in left_out
    }:
        raise BadInput("Show that the order was obeyed with the order.")
    if kinds & {Overdue.kind, FellSilent.kind} and unread:
        raise BadInput(
            "A paper of the body came and nobody has said what it is: read it first, since it may "
            "be the answer."
        )
    if kinds & {Overdue.kind, FellSilent.kind} and any(isinstance(e, Reply) for e in left_out):
        raise BadInput(
            "Show the response with the silence: without it, the body seems to be mute."
        )


def _named_start(history: Sequence[Entry], opening: int) -> str:
    """What a silence was counted from, as a refusal names it."""
    event = next(entry.event for entry in history if entry.seq == opening)
    if isinstance(event, Received):
        return "the receipt"
    return f"the entry “{event_name(event)}”"


def _require_known_body(situation: Situation, chosen: Sequence[Entry]) -> None:
    """No silence is laid at the door of a body that had handed the request on."""
    asked = situation.drafted.body if situation.drafted else ""
    handed_on = [
        entry.seq
        for entry in situation.all(Transferred.kind)
        if isinstance(entry.event, Transferred) and not entry.event.to
    ]
    for entry in chosen:
        before = handed_on and handed_on[0] < entry.seq
        if before and isinstance(entry.event, Lapse) and entry.event.body == asked:
            raise NotAllowed(
                "The request was handed on to a body that is not on file, so nobody can be called "
                "silent by name: put that body on file, correct the transfer and record it anew."
            )


def _check_criticism(
    office: Office, situation: Situation, chosen: Sequence[Entry], publication: Publication
) -> None:
    """No silence is shown on a doubtful date unseen, and neither a silence nor a defect before
    the body could answer to it."""
    lapses = [entry.event for entry in chosen if isinstance(entry.event, Lapse)]
    if any(lapse.provisional for lapse in lapses) and not publication.provisional_accepted:
        raise NotAllowed(
            "The date of this silence is provisional: confirm that you checked it, "
            "or leave it out."
        )
    before = {body for line in office.records.lines() for body in line.criticised}
    first_ones = [day for body, day in _criticised(situation, chosen) if body not in before]
    if not first_ones:
        return
    told, last = publication.body_told_on, max(first_ones)
    if told is None or told <= last:
        raise NotAllowed(
            "This is the first silence or defect of a body on the record: send it the notice "
            f"letter after {said(last)}, and enter the day on which it was told."
        )
    first = told + timedelta(days=office.notice_days)
    if _today(office, situation) < first:
        raise NotAllowed(
            f"The body has until {said(first)} to answer the notice: publish after that."
        )


def _criticised(situation: Situation, chosen: Sequence[Entry]) -> Iterator[tuple[str, date]]:
    """Each body that an entry speaks badly of, with the last day of what is said."""
    for entry in chosen:
        event = entry.event
        if isinstance(event, Lapse):
            yield event.body, event.latest
        elif isinstance(event, Reply) and event.lacking:
            yield situation.answering_on(event.on.latest), event.on.latest


def _released(case: CaseFile, publication: Publication) -> Iterator[tuple[ReleasedText, Release]]:
    """The texts to release: those typed, and the words of responses that were chosen.

    Raises BadInput where no words are kept, or the response is not shown with them.
    """
    for title, words in publication.texts:
        text = ReleasedText(digest_of(words.encode()), title, words)
        yield text, Release(text.digest, title)
    situation = situation_of(case.history)
    known = {(release.entry, release.question) for release in situation.releases}
    for seq, question in publication.quotes:
        if seq not in situation.published | set(publication.entries):
            raise BadInput("Show the response with its words.")
        words = case.quotes(seq).get(question, "")
        if not words:
            raise BadInput(f"No words on that question are kept with entry {seq}.")
        if (seq, question) not in known or situation.withheld:
            text = ReleasedText(digest_of(words.encode()), QUOTED, words)
            yield text, Release(text.digest, QUOTED, seq, question)


def _check_words(
    chosen: Sequence[Entry], texts: Iterable[ReleasedText], applicant: Applicant
) -> None:
    """Refuse words that would show who asked, or that identify another person.

    The catalogue's own questions are known words; a name that is also one of them shows nothing.
    """
    asked = [
        question
        for entry in chosen
        if isinstance(entry.event, Drafted)
        for question in entry.event.questions
    ]
    catalogue = [question.words for question in asked if not question.key.startswith(OWN)]
    shown = [question.words for question in asked if question.key.startswith(OWN)]
    shown += [words for text in texts for words in (text.title, text.words)]
    for words in shown:
        require_anonymous(words, applicant, known_words=" ".join(catalogue))
