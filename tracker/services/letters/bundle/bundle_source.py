"""What a bundle is made from: the letter of a remedy as drafted, or as finalised and filed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry, History
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import LetteredAnnex
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.letters.folder import folder_before
from tracker.services.letters.frozen_letters import FinalLetter, final_letter
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.pleading.annex_letters import later_annexes
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.letters.wordings.taking_on import require_usable
from tracker.services.ports.cases import CaseFile, Paper


@dataclass(frozen=True, slots=True)
class BundleSource:
    """The letter of a remedy with its annexes, and the documents that are newer than it.

    `writer` writes the letter as it reads today or, once there is a `final` one, as it read then.
    `history` is that of today, and `paper` the document that is the final letter.
    """

    writer: Writer
    history: History
    annexes: tuple[LetteredAnnex, ...]
    final: FinalLetter | None = None
    later: tuple[LetteredAnnex, ...] = ()
    paper: Paper | None = None


def bundle_source(
    office: Office, case: CaseFile, remedy: RemedyPlace | None, chosen: LetterChoices
) -> BundleSource:
    """Return what the bundle of a remedy is made from. Raises as `writer_of` does and, while the
    letter is not final, as `require_usable` does."""
    writer = writer_of(office, case, LetterKind.APPEAL, remedy, chosen)
    place = writer.plea.remedy.place if writer.plea else None
    final = final_letter(office, case, place) if place else None
    if place is None or final is None:
        require_usable(office, writer.law, writer.locale.language)
        return BundleSource(writer, case.history, _annexes(writer))
    chosen = replace(chosen, language=final.language or chosen.language)
    before = folder_before(case, final.before)
    then = writer_of(office, before, LetterKind.APPEAL, place, chosen, final.dated)
    later = newer_than(final, writer, then.locale)
    annexes = final.annexes or _annexes(then)
    paper = next((each for each in case.papers() if each.digest == final.paper), None)
    return BundleSource(then, case.history, annexes, final, later, paper)


def newer_than(
    final: FinalLetter, writer: Writer, locale: Locale, *, as_logged: bool = False
) -> tuple[LetteredAnnex, ...]:
    """Return the documents that are newer than a letter, and the proof of its filing. They
    have the names that a rejoinder gives them, or those of the logged replies if `as_logged`.

    `writer` writes the letter as it would read today.
    """
    entries = tuple(_newer(final, writer.case_status))
    details, law = writer.details, writer.law
    return later_annexes(entries, final.filed, details, law, locale, as_logged=as_logged)


def _newer(final: FinalLetter, case_status: CaseStatus) -> Iterator[Entry]:
    """Yield the entries of these documents. One that a later entry rests on belongs to that."""
    waiting = {entry.seq for entry in case_status.case_state.unread()}
    for entry in case_status.case_state.entries:
        papers = entry.event.evidence[1:] if entry == final.filed else entry.event.evidence
        read = isinstance(entry.event, DocumentReceived) and entry.seq not in waiting
        if entry.seq >= final.before and papers and entry.event.document and not read:
            yield entry


def _annexes(writer: Writer) -> tuple[LetteredAnnex, ...]:
    return writer.pleading.annexes if writer.pleading else ()
