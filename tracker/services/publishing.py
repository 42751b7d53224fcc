"""Puts entries on the public record, and takes a record from it: always a person's act."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.history import (
    Drafted,
    Entry,
    Lapse,
    Published,
    Release,
    Withheld,
    WithheldBecause,
    in_force,
)
from tracker.domain.record import Record
from tracker.domain.request import OWN, Applicant
from tracker.domain.situation import Situation, situation_of
from tracker.services.anonymity import require_anonymous
from tracker.services.entering import enter, public_record
from tracker.services.filing import digest_of
from tracker.services.office import Office
from tracker.services.ports import CaseFile, ReleasedText

NEVER_PUBLIC = frozenset({"approved", "published", "withheld", "corrected"})


@dataclass(frozen=True, slots=True)
class Publication:
    """What a person decides to show."""

    entries: tuple[int, ...]
    texts: Sequence[tuple[str, str]] = ()
    body_told_on: date | None = None
    provisional_accepted: bool = False


def publishable(history: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that can be put on the public record."""
    return tuple(entry for entry in in_force(history) if entry.event.kind not in NEVER_PUBLIC)


def publish(office: Office, reference: str, publication: Publication, *, by: str) -> None:
    """Put entries on the public record and make its next version.

    Raises NotAllowed without the applicant's consent, without proof of receipt where a silence
    would be shown, before a body was told of a first silence and its days to answer have passed,
    or where a provisional date was not accepted by a person; BadInput where a text names the
    applicant or shows what identifies a person.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        applicant = case.applicant()
        if not applicant.consents_to_publication:
            raise NotAllowed("The applicant has not consented to publication: nothing was shown.")
        chosen = _chosen(case, publication)
        _check_silences(office, situation, chosen, publication)
        _check_words(chosen, publication, applicant)
        texts = [ReleasedText(digest_of(w.encode()), t, w) for t, w in publication.texts]
        event = Published(
            on=DaySpan.on(_today(office, situation)),
            entries=publication.entries,
            releases=tuple(Release(text.digest, text.title) for text in texts),
            body_told_on=publication.body_told_on,
            provisional_accepted=publication.provisional_accepted,
        )
        enter(office, case, event, by=by, texts=texts)


def preview(office: Office, reference: str, entries: tuple[int, ...]) -> Record:
    """Exactly what the public would see were these entries published; nothing is entered."""
    with office.cases.look(reference) as case:
        at = office.now()
        pretended = Published(on=DaySpan.on(at.date()), entries=entries)
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
    shown = situation_of(case.history).published | set(publication.entries)
    if not any(e.event.kind == Drafted.kind and e.seq in shown for e in case.history):
        raise BadInput("Show the request itself first: the entries rest on what was asked.")
    for entry in chosen:
        if isinstance(entry.event, Lapse) and entry.event.opening not in shown:
            raise BadInput("Show the receipt with the silence: the count starts from it.")
    return chosen


def _check_silences(
    office: Office, situation: Situation, chosen: Sequence[Entry], publication: Publication
) -> None:
    """No silence is shown on a doubtful date unseen, nor before the body could answer to it."""
    lapses = [entry.event for entry in chosen if isinstance(entry.event, Lapse)]
    if any(lapse.provisional for lapse in lapses) and not publication.provisional_accepted:
        raise NotAllowed(
            "The date of this silence is provisional: confirm that you checked it, "
            "or leave it out."
        )
    shown_before = {body for line in office.records.lines() for body in line.silent}
    first_ones = [lapse for lapse in lapses if lapse.body not in shown_before]
    if not first_ones:
        return
    told, last = publication.body_told_on, max(lapse.latest for lapse in first_ones)
    today = _today(office, situation)
    if told is None or told <= last:
        raise NotAllowed(
            "This is a body's first silence on the record: send it the notice letter after "
            f"{last}, and enter the day on which it was told."
        )
    first = told + timedelta(days=office.notice_days)
    if today < first:
        raise NotAllowed(f"The body has until {first} to answer the notice: publish after that.")


def _check_words(chosen: Sequence[Entry], publication: Publication, applicant: Applicant) -> None:
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
    shown += [words for text in publication.texts for words in text]
    for words in shown:
        require_anonymous(words, applicant, known_words=" ".join(catalogue))
