"""Fixes the bytes of a letter, so that what is recorded as sent is what was approved."""

from zoneinfo import ZoneInfo

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.letter_finalised import REMEDY_LETTERS, LetterFinalised
from tracker.domain.events.request.approved import Approved
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import FrozenLetter, record_in
from tracker.services.letters.editing import pleading_in
from tracker.services.letters.filling import require_filled, require_no_place
from tracker.services.letters.letter_facts import DEFAULT, Writer, writer_of
from tracker.services.letters.remedies import RemedyPlace


def frozen_files(writer: Writer) -> tuple[Upload, Upload]:
    """Return the Word document and the text of a letter, both dated as its writer is."""
    letter, documents = writer.letter(), writer.office.documents
    word, text = documents.docx(letter, writer.today), documents.plain(letter).encode()
    name = writer.kind.value
    return checked_upload(f"{name}.docx", word), checked_upload(f"{name}.txt", text)


def finalise_letter(
    office: Office,
    reference: str,
    kind: LetterKind,
    remedy: RemedyPlace | None = None,
    chosen: LetterChoices = DEFAULT,
    *,
    by: str,
) -> Entry:
    """Fix the bytes of a letter other than the request, as it reads today.

    Raises NotAllowed for the request, which is approved instead, and while a place in the letter
    is to be filled in; and as the letter does.
    """
    if kind is LetterKind.REQUEST:
        raise NotAllowed("A request letter is not finalised here. Approve it instead.")
    with office.cases.open(reference) as case:
        writer = writer_of(office, case, kind, remedy, chosen)
        if writer.kind in REMEDY_LETTERS:
            require_filled(pleading_in(writer))
        require_no_place(writer.letter())
        stage, opening = _place(writer, remedy) or ("", 0)
        on = DaySpan.on(writer.today)
        event = LetterFinalised(on=on, letter=writer.kind, stage=stage, opening=opening)
        return record_in(office, case, event, frozen_files(writer), by=by)


def frozen_letter(
    office: Office, writer: Writer, remedy: RemedyPlace | None = None
) -> FrozenLetter | None:
    """Return the fixed files of the letter that a writer writes; None where there are none yet."""
    state = writer.case_status.case_state
    if writer.kind is LetterKind.REQUEST:
        return approved_request(office, state)
    return finalised_letter(office, state, writer.kind, _place(writer, remedy))


def _place(writer: Writer, remedy: RemedyPlace | None) -> RemedyPlace | None:
    """Return the remedy that a letter brings, or the non-response that a notice is about."""
    brings = writer.plea if writer.kind in REMEDY_LETTERS else None
    return brings.remedy.place if brings else remedy


def approved_request(office: Office, state: CaseState) -> FrozenLetter | None:
    """Return the request as it was approved; None before, and for one from an imported list."""
    approved = state.first(Approved.kind)
    return _frozen(office, state, approved) if approved else None


def finalised_letter(
    office: Office, state: CaseState, kind: LetterKind, remedy: RemedyPlace | None = None
) -> FrozenLetter | None:
    """Return the letter of that kind, or of that remedy, as it was finalised last."""
    alike = REMEDY_LETTERS if kind in REMEDY_LETTERS else (kind,)
    for entry, event in reversed(state.of(LetterFinalised)):
        if event.letter in alike and (event.stage, event.opening) == (remedy or ("", 0)):
            return _frozen(office, state, entry)
    return None


def finalised_notice(office: Office, state: CaseState, to: str) -> FrozenLetter | None:
    """Return the notice to that body as it was finalised last: to the body that has the request,
    or to one that did not decide an appeal in time."""
    undecided = [each for each in state.undecided_in_time() if each.body == to]
    for each in undecided:
        if found := finalised_letter(office, state, LetterKind.NOTICE, (each.stage, each.opening)):
            return found
    holds = to == state.acting_body and not undecided
    return finalised_letter(office, state, LetterKind.NOTICE) if holds else None


def _frozen(office: Office, state: CaseState, entry: Entry) -> FrozenLetter | None:
    if len(entry.event.evidence) < 2:
        return None
    word, text = entry.event.evidence[:2]
    zone = ZoneInfo(office.library.zone_of(state.body))
    since = entry.entered_at.astimezone(zone).date()
    return FrozenLetter(word, text, entry.event.on.latest, since)
