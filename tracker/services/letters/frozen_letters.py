"""Fixes the bytes of a letter, so that what is recorded as sent is what was approved."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.letter_finalised import (
    PLEADINGS,
    REMEDY_LETTERS,
    LetterFinalised,
)
from tracker.domain.events.request.approved import Approved
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import LetteredAnnex
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import FrozenLetter, record_in
from tracker.services.letters.editing import pleading_in
from tracker.services.letters.filling import require_filled, require_no_place, require_resolved
from tracker.services.letters.folder import FrozenAnnexes, annexes_name, frozen_annexes
from tracker.services.letters.letter_facts import DEFAULT, Writer, writer_of
from tracker.services.letters.pleading.layout import PARTS_OF, signs_of
from tracker.services.letters.remedies import (
    RemedyPlace,
    require_not_filed,
    require_not_overtaken,
)
from tracker.services.letters.wordings.taking_on import require_usable
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.drafts import PleadingPlace


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
    is to be filled in or a reference in its rows refers to nothing; and as the letter and
    `require_usable` do.
    """
    if kind is LetterKind.REQUEST:
        raise NotAllowed("A request letter is not finalised here. Approve it instead.")
    with office.cases.open(reference) as case:
        writer = writer_of(office, case, kind, remedy, chosen)
        if writer.kind in REMEDY_LETTERS:
            require_not_filed(writer.case_status.case_state, _place(writer, remedy))
            if writer.plea:
                require_not_overtaken(writer.case_status, writer.plea.remedy)
        if writer.kind in PLEADINGS:
            found = pleading_in(writer)
            require_filled(found)
            require_resolved(found)
        require_usable(office, writer.law, writer.locale.language)
        require_no_place(writer.letter())
        stage, opening = _place(writer, remedy) or ("", 0)
        on = DaySpan.on(writer.today)
        event = LetterFinalised(on=on, letter=writer.kind, stage=stage, opening=opening)
        entry = record_in(office, case, event, frozen_files(writer), by=by)
        if writer.kind in (*REMEDY_LETTERS, LetterKind.ENFORCEMENT):
            _keep_annexes(case, entry, writer)
        return entry


@dataclass(frozen=True, slots=True)
class FinalLetter:
    """The letter of a remedy that does not change any more: finalised here, filed, or both.

    `paper` is the digest of the document that was filed, or of the Word document that was
    finalised; the latter is also given for its text. What has an entry from `before` on is newer.
    `annexes` are those of the letter, empty if it was not finalised here.
    """

    paper: str
    before: int
    filed: Entry | None
    frozen: FrozenLetter | None
    language: str = ""
    annexes: tuple[LetteredAnnex, ...] = ()

    @property
    def dated(self) -> date:
        """Return the day that the letter bears; that of its filing if it was not made here."""
        if self.frozen:
            return self.frozen.dated
        return self.filed.event.on.latest if self.filed else date.min


def final_letter(office: Office, case: CaseFile, place: RemedyPlace) -> FinalLetter | None:
    """Return the letter of a remedy as it was finalised and filed.

    None while it is neither, and if it was edited after it was finalised and is not filed.
    """
    state = case_status_of(case.history, office.library).case_state
    filed = state.appealed(*place)
    entry = state.remedy_letter(*place)
    if entry and filed and entry.seq > filed.seq:
        entry = None
    frozen = _frozen(office, state, entry) if entry else None
    kept = frozen_annexes(case, frozen.word) if frozen else FrozenAnnexes()
    changed = case.pleading_edits(PleadingPlace(*place, kept.language)).changed_at
    if not filed and (entry is None or (changed and changed > entry.entered_at)):
        return None
    sent = filed.event.evidence[0] if filed else ""
    if frozen and (not sent or sent == frozen.text):
        sent = frozen.word
    before = min(each.seq for each in (entry, filed) if each)
    return FinalLetter(sent, before, filed, frozen, kept.language, kept.annexes)


def _keep_annexes(case: CaseFile, entry: Entry, writer: Writer) -> None:
    """Store the annexes and the numbers of the rows of a finalised letter: what comes later does
    not change them."""
    pleading = writer.pleading
    said = {
        "language": writer.chosen.language,
        "annexes": [asdict(each) for each in pleading.annexes] if pleading else [],
        "signs": signs_of(pleading, PARTS_OF[writer.kind], writer.locale) if pleading else {},
    }
    case.keep_words(annexes_name(entry.event.evidence[0]), json.dumps(said, ensure_ascii=False))


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
    brings = writer.plea if writer.kind in PLEADINGS else None
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
    """Return the notice to that body as it was finalised last. The body has the request, or did
    not decide an appeal in time."""
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
