"""What a letter is written from: a request, or a draft treated as one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.case.history import History
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.request import Applicant, Filing
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.registered import Registered
from tracker.domain.events.correspondence.letter_finalised import AFTER_FILING
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.approved import Approved
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import Block, Execution
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.domain.words.pleading import AnnexGroup, LetteredAnnex, as_text
from tracker.domain.words.pleading_edits import NO_EDITS, PleadingEdits
from tracker.services.core.i18n import Locale
from tracker.services.core.roles import NotYours
from tracker.services.letters.appeal_words import Plea, with_sentence
from tracker.services.letters.remedies import drafted_before
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.drafts import PleadingPlace

_OF_BODY = Message("Reference of the public body: {number}")
# The name of the private word of a request that asks for an order that was never carried out.
_EXECUTION = "execution as asked"
# The kinds of entry whose document comes from the body, or from the one that decided.
FROM_THE_BODY = (Reply, ClockEvent, ExtensionNoticed, Decided, Complied)


class Folder(Protocol):
    """The source of a letter: a request, or a draft treated as one."""

    @property
    def reference(self) -> str: ...

    @property
    def history(self) -> History: ...

    def applicant(self) -> Applicant: ...

    def file_number(self) -> str: ...

    def paper_details(self, seq: int) -> PaperDetails: ...

    def filing(self, seq: int) -> Filing: ...

    def quotes(self, seq: int) -> Mapping[str, str]: ...

    def pleading_edits(self, place: PleadingPlace) -> PleadingEdits: ...

    def words(self, name: str) -> str: ...


@dataclass(frozen=True, slots=True)
class UnstoredRequest:
    """A request that is not stored, such as a draft or an example, with what its letter needs."""

    reference: str
    history: History
    person: Applicant

    def applicant(self) -> Applicant:
        return self.person

    def file_number(self) -> str:
        return ""

    def paper_details(self, seq: int) -> PaperDetails:
        return NO_DETAILS

    def filing(self, seq: int) -> Filing:
        return Filing()

    def quotes(self, seq: int) -> Mapping[str, str]:
        return {}

    def pleading_edits(self, place: PleadingPlace) -> PleadingEdits:
        return NO_EDITS

    def words(self, name: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class FolderWith:
    """A request with a different history. `edits`, if given, are those of each pleading."""

    case: Folder
    history: History
    edits: PleadingEdits | None = None

    @property
    def reference(self) -> str:
        return self.case.reference

    def applicant(self) -> Applicant:
        return self.case.applicant()

    def file_number(self) -> str:
        return self.case.file_number()

    def paper_details(self, seq: int) -> PaperDetails:
        return self.case.paper_details(seq)

    def filing(self, seq: int) -> Filing:
        return self.case.filing(seq)

    def quotes(self, seq: int) -> Mapping[str, str]:
        return self.case.quotes(seq)

    def pleading_edits(self, place: PleadingPlace) -> PleadingEdits:
        return self.edits or self.case.pleading_edits(place)

    def words(self, name: str) -> str:
        return self.case.words(name)


def keep_execution(case: CaseFile, block: Block) -> None:
    """Store that a request as approved asks for an order never carried out, if it does."""
    if block.only_ordered:
        case.keep_words(_EXECUTION, block.executed.value)


def block_as_asked(case: Folder, block: Block) -> Block:
    """Return a block as the request describes it. What became known later changes no letter that
    was approved: one of which nothing was stored asks for any restriction."""
    fixed = any(isinstance(e.event, Approved) and e.event.evidence for e in case.history)
    if not (block.only_ordered and fixed) or _asks_for_order(case):
        return block
    return replace(block, executed=Execution.UNKNOWN)


def _asks_for_order(case: Folder) -> bool:
    """Return whether a request asks for an order never carried out; so it is for a guest, who may
    not read what was stored of it."""
    try:
        return bool(case.words(_EXECUTION))
    except NotYours:
        return True


def folder_before(case: Folder, seq: int) -> FolderWith:
    """Return a request as it was before the entry with the number `seq`."""
    return FolderWith(case, tuple(entry for entry in case.history if entry.seq < seq))


def reference_line(case: Folder, plea: Plea | None, locale: Locale) -> str:
    """Return the reference of a request, with the office's file number if it has one. A remedy has
    the number that the body itself gave the request on a line of its own."""
    reference, number = case.reference.upper(), case.file_number()
    if number:
        reference = locale.say(
            "{reference} (our file {number})", reference=reference, number=number
        )
    given = _number_of_body(case) if plea else ""
    return f"{reference}\n{locale.say(_OF_BODY, number=given)}" if given else reference


def _number_of_body(case: Folder) -> str:
    """Return the number under which the body entered the request: that of its notice of
    registration, else that of its portal; empty if neither was logged."""
    for entry in case.history:
        if isinstance(entry.event, Registered) and (own := case.paper_details(entry.seq).number):
            return as_text(own)
    for entry in case.history:
        if isinstance(entry.event, Sent) and entry.event.channel is Channel.PORTAL:
            return as_text(case.filing(entry.seq).number)
    return ""


def details_of(case: Folder) -> Mapping[int, PaperDetails]:
    """Return what the documents of the body say of themselves, by entry."""
    written = [e.seq for e in case.history if isinstance(e.event, FROM_THE_BODY)]
    return {seq: case.paper_details(seq) for seq in written}


def edits_of(
    case: Folder,
    plea: Plea | None,
    library: Library,
    locale: Locale,
    kind: LetterKind = LetterKind.APPEAL,
) -> PleadingEdits:
    """Return the edits of the pleading of a remedy, or of a letter after its filing; else none.

    A late response is appealed in one letter with the non-response before it: until that letter
    has edits of its own, it has those of the letter against the non-response.
    """
    place = pleading_place(plea, locale, kind)
    if plea is None or place is None:
        return NO_EDITS
    own = with_sentence(case.pleading_edits(place), locale)
    if own.version or kind in AFTER_FILING:
        return own
    for earlier in drafted_before(plea.case_status, library, plea.remedy):
        before = case.pleading_edits(PleadingPlace(*earlier, locale.language))
        if before.version:
            return replace(with_sentence(before, locale), version=0)
    return own


def pleading_place(
    plea: Plea | None, locale: Locale, kind: LetterKind = LetterKind.APPEAL
) -> PleadingPlace | None:
    """Return where the edits of a pleading are stored, None without a remedy.

    Those of a letter after filing are stored by the entry of the appeal that it follows.
    """
    if plea is None:
        return None
    filed = plea.case_status.case_state.appealed(*plea.remedy.place)
    if kind in AFTER_FILING and filed:
        return PleadingPlace(kind.value, filed.seq, locale.language)
    return PleadingPlace(*plea.remedy.place, locale.language)


@dataclass(frozen=True, slots=True)
class FrozenAnnexes:
    """The annexes of a letter as it was finalised, its language, and the number or sign of each of
    its rows by key; empty if none are stored."""

    language: str = ""
    annexes: tuple[LetteredAnnex, ...] = ()
    signs: Mapping[str, str] = field(default_factory=dict)


def annexes_name(word: str) -> str:
    """Return the name under which the annexes of a finalised letter are stored."""
    return f"annexes {word}"


def frozen_annexes(case: Folder, word: str) -> FrozenAnnexes:
    """Return the annexes of the finalised letter whose Word document has this digest."""
    words = case.words(annexes_name(word))
    if not words:
        return FrozenAnnexes()
    said = json.loads(words)
    annexes = (each | {"group": AnnexGroup(each["group"])} for each in said["annexes"])
    found = tuple(LetteredAnnex(**each) for each in annexes)
    return FrozenAnnexes(said["language"], found, said.get("signs", {}))
