"""Publication of entries, and takedown of a record: always a person's act."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry, entries_in_force
from tracker.domain.case.request import Applicant
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.publication.published import Published
from tracker.domain.events.publication.removed import Removed
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.events.release import Release
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.questions import OWN
from tracker.domain.record.record import Record
from tracker.services.cases.four_eyes import (
    TAKES_A_LAWYER,
    finds_alone,
    may_publish,
    needs_second,
)
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.audit import note_act
from tracker.services.core.current_library import require_verified_request
from tracker.services.core.entering import enter, public_record
from tracker.services.core.evidence import sha256_of
from tracker.services.core.holds import at_certain_time
from tracker.services.core.office import Office
from tracker.services.core.recording import record_in
from tracker.services.correspondence.outgoing.addressing import retire_if_shown
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.people import AuditAct
from tracker.services.ports.publishing import FinishedPublication, PublicCopyFile
from tracker.services.ports.publishing import Publication as Publication
from tracker.services.ports.records import ReleasedText
from tracker.services.publishing.consented import require_in_scope
from tracker.services.publishing.fairness_checks import (
    check_criticism,
    named_start,
    readings_behind,
    require_known_body,
    require_letter,
    require_origin_public,
    require_the_bodys_side,
    require_the_notice,
)
from tracker.services.publishing.releasing import released_copies, released_texts

# The title of a released text without one.
UNTITLED = "Released text"


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what the public would see: the record, and the words of its texts by digest."""

    record: Record
    words: Mapping[str, str]

    @property
    def seen(self) -> str:
        """Return a digest of the public view that does not depend on date or library version."""
        fixed = replace(self.record, version=0, as_of=date.min, library_version="")
        return sha256_of(fixed.to_bytes())


@dataclass(frozen=True, slots=True)
class CheckedPublication:
    """The checked additions of a publication to the record."""

    chosen: tuple[Entry, ...]
    texts: tuple[tuple[ReleasedText, Release], ...]
    copies: tuple[PublicCopyFile, ...]
    readings: tuple[Entry, ...] = ()

    @property
    def accounted(self) -> tuple[Entry, ...]:
        """Return the chosen entries, and the receipts by a person’s reading of the law from which
        their missed deadlines are counted. Each has a person who is responsible for it."""
        return (*self.chosen, *self.readings)

    @property
    def has_words(self) -> bool:
        """Return whether it releases words or images, which may name someone."""
        return bool(
            self.texts or self.copies or any(entry.event.own_words for entry in self.chosen)
        )


def publishable(history: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that can be put on the public record.

    They include published corrections whose reason is still private.
    """
    shown = case_state_of(history).published
    return tuple(
        entry
        for entry in entries_in_force(history)
        if entry.event.publicity == "chosen" or _reason_waits(entry, shown)
    )


def _reason_waits(entry: Entry, shown: Set[int]) -> bool:
    event = entry.event
    return isinstance(event, Corrected) and event.private and event.entry in shown


def publish_entries(office: Office, reference: str, publication: Publication, *, by: str) -> None:
    """Put entries on the public record and make its next version.

    Raises NotAllowed without the applicant's consent, before a body had notice of its first
    criticism and its days to answer, if a provisional date was not accepted by a person, or if a
    second person is needed; BadInput for a non-response without the receipt it counts from, or a
    text that names the applicant or identifies a person.
    """
    with office.cases.open(reference) as case:
        require_none_waiting(case)
        if publication.not_before:
            raise BadInput(
                "This is scheduled for a later day. Prepare it, and it is published then."
            )
        shown = checked_publication(office, case, publication)
        if finds_alone(office, shown.accounted, by):
            raise NotAllowed(
                "You entered some of this yourself, so another person must publish it."
            )
        if not may_publish(office, by):
            raise NotAllowed(TAKES_A_LAWYER)
        if is_for_two(office, shown, publication, by):
            raise NotAllowed(
                "In a live office, two people release words and documents. Prepare it, then "
                "another person confirms it."
            )
        keep_originals(case, publication)
        today = today_of(office, case_state_of(case.history))
        put_on_record(office, case, finished_form(publication, shown, today), by=by)


def checked_publication(
    office: Office, case: CaseFile, publication: Publication
) -> CheckedPublication:
    """Return what a publication would add. Raises what `publish_entries` raises."""
    office = at_certain_time(office)
    case_state, applicant = case_state_of(case.history), case.applicant()
    if not applicant.consents_to_publication:
        raise NotAllowed("The applicant has not agreed to publication. Nothing was published.")
    require_verified_request(office, case.history)
    require_origin_public(office, case.reference, case_state, publication.entries)
    require_in_scope(office, case, publication)
    chosen = _chosen(case, publication)
    today = today_of(office, case_state)
    shown_on = max(today, publication.not_before or today)
    check_criticism(office, case_state, chosen, publication, shown_on)
    return _words_checked(office, case, publication, chosen, applicant)


def finished_form(
    publication: Publication, shown: CheckedPublication, on: date, *, prepared_by: str = ""
) -> FinishedPublication:
    """Return all that a checked publication makes public.

    `prepared_by` is the person who prepared it, if another one confirmed it.
    """
    event = Published(
        on=DaySpan.on(on),
        entries=publication.entries,
        releases=tuple(release for _, release in shown.texts),
        copies=tuple(copy.copy for copy in shown.copies),
        provisional_accepted=publication.provisional_accepted,
        prepared_by=prepared_by,
        kept_until=publication.not_before,
    )
    return FinishedPublication(event, tuple(text for text, _ in shown.texts), shown.copies)


def keep_originals(case: CaseFile, publication: Publication) -> None:
    """Store the texts of a publication as they were before redaction; private."""
    for (_, words), original in zip(publication.texts, publication.originals, strict=False):
        if original and original != words:
            case.keep_original(sha256_of(words.encode()), original)


def put_on_record(office: Office, case: CaseFile, form: FinishedPublication, *, by: str) -> None:
    """Publish a finished form, dated today. No private field is read."""
    today = today_of(office, case_state_of(case.history))
    event = replace(form.event, on=DaySpan.on(today))
    enter(office, case, event, by=by, texts=form.texts, copies=form.copies)
    words = [said for text in form.texts for said in (text.title, text.words)]
    retire_if_shown(office, case.reference, words, pictures=bool(form.copies))
    note_act(office, AuditAct.PUBLISHED, who=by, about=case.reference)


def preview(office: Office, reference: str, publication: Publication) -> Preview:
    """Return exactly what the public would see of these entries. Nothing is stored.

    Raises BadInput if words reveal the applicant or identify someone.
    """
    with office.cases.look(reference) as case:
        chosen = _chosen(case, publication)
        shown = _words_checked(office, case, publication, chosen, case.applicant())
        return preview_of(office, case, publication, shown)


def preview_of(
    office: Office, case: CaseFile, publication: Publication, shown: CheckedPublication
) -> Preview:
    """Return exactly what the public would see of a publication that was checked."""
    at = office.now()
    pretended = finished_form(publication, shown, at.date()).event
    entry = Entry(len(case.history) + 1, pretended, at, "", b"", b"")
    record = public_record(office, case.reference, (*case.history, entry))
    added = {text.digest: text.words for text, _ in shown.texts}
    before = {each.digest for each in record.releases} - added.keys()
    kept = {digest: text.words for digest, text in office.records.texts(before).items()}
    return Preview(record, added | kept)


def takes_two(office: Office, reference: str, publication: Publication, *, by: str) -> bool:
    """Return whether this person needs another one to publish this. Raises as `preview` does."""
    with office.cases.look(reference) as case:
        chosen = _chosen(case, publication)
        shown = _words_checked(office, case, publication, chosen, case.applicant())
        return is_for_two(office, shown, publication, by)


def is_for_two(
    office: Office, shown: CheckedPublication, publication: Publication, by: str
) -> bool:
    """Return whether another person must confirm what a publication adds to the record."""
    names_people = shown.has_words or publication.names_officials
    return needs_second(office, shown.accounted, by, names_people=names_people)


def withhold(office: Office, reference: str, because: WithheldBecause, *, by: str) -> None:
    """Take the record down. Its page then says so."""
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        on = DaySpan.on(today_of(office, case_state))
        record_in(office, case, Withheld(on=on, because=because), (), by=by)
        case.drop_waiting()
        office.shared_previews.revoke_all(reference)
        note_act(office, AuditAct.WITHHELD, who=by, about=reference)


def remove_from_record(
    office: Office, reference: str, digests: Sequence[str], because: WithheldBecause, *, by: str
) -> None:
    """Remove texts or copies from the public record, which otherwise stays as it is.

    Raises BadInput for one that the record does not show.
    """
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        on = DaySpan.on(today_of(office, case_state))
        removed = Removed(on=on, digests=tuple(digests), because=because)
        record_in(office, case, removed, (), by=by)
        note_act(office, AuditAct.REMOVED, who=by, about=reference)


def require_none_waiting(case: CaseFile) -> None:
    """Raise NotAllowed if a publication of the request is pending."""
    if case.waiting():
        raise NotAllowed(
            "A publication of this request is already waiting. Confirm or cancel it first."
        )


def today_of(office: Office, case_state: CaseState) -> date:
    """Return the date where the body asked sits.

    Raises NotAllowed before the request is finalised.
    """
    if case_state.drafted is None:
        raise NotAllowed("No request has been finalised yet.")
    return office.today_at(case_state.drafted.body)


def _chosen(case: CaseFile, publication: Publication) -> tuple[Entry, ...]:
    """Return the entries of a publication.

    Raises BadInput if they are incomplete or misleading.
    """
    if not publication.entries:
        raise BadInput("Choose at least one entry to publish.")
    possible = {entry.seq: entry for entry in publishable(case.history)}
    if unknown := set(publication.entries) - possible.keys():
        raise BadInput("Entry {unknown} cannot be published.", unknown=min(unknown))
    chosen = tuple(possible[seq] for seq in sorted(publication.entries))
    case_state = case_state_of(case.history)
    shown = case_state.published | set(publication.entries)
    if not any(e.event.kind == Drafted.kind and e.seq in shown for e in case.history):
        raise BadInput("Publish the request itself first. The entries depend on what was asked.")
    for entry in chosen:
        if isinstance(entry.event, MissedDeadline) and entry.event.opening not in shown:
            started = named_start(case.history, entry.event.opening)
            raise BadInput(
                "Publish {started} with the non-response: the count starts from it.",
                started=started,
            )
    require_letter(possible.values())
    require_the_bodys_side(possible.values(), shown, case_state.unread())
    require_the_notice(possible.values(), shown)
    require_known_body(case_state, chosen)
    return chosen


def _words_checked(
    office: Office,
    case: CaseFile,
    publication: Publication,
    chosen: tuple[Entry, ...],
    applicant: Applicant,
) -> CheckedPublication:
    """Return the words and copies to release, once they identify nobody.

    Raises BadInput otherwise.
    """
    texts = tuple(released_texts(case, publication))
    copies = tuple(released_copies(office, case, publication))
    words = [said for text, _ in texts for said in (text.title, text.words)]
    words += [copy.copy.title for copy in copies]
    _check_words(chosen, words, applicant)
    case_state = case_state_of(case.history)
    if publication.names_officials and not (copies or publication.quotes or case_state.copies):
        raise BadInput(
            "You can name an official only if a released document does. Release that copy or "
            "wording too, or use the post instead."
        )
    return CheckedPublication(chosen, texts, copies, readings_behind(case_state, chosen))


def _check_words(chosen: Sequence[Entry], words: Sequence[str], applicant: Applicant) -> None:
    """Refuse words that reveal the applicant or identify another person. Raises BadInput.

    The library's own questions are known words: a name that occurs in them reveals nothing.
    """
    catalogue = [
        question.words
        for entry in chosen
        if isinstance(entry.event, Drafted)
        for question in entry.event.questions
        if not question.key.startswith(OWN)
    ]
    own = [written for entry in chosen for written in entry.event.own_words]
    for said in (*own, *words):
        require_anonymous(said, applicant, known_words=" ".join(catalogue))
