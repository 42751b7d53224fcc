"""An appeal to the Commission of Pakistan, and a document of the body that came after it.

The appeal was filed on Monday 16 November 2026. The document of the body bears Tuesday 1 December
and came on Thursday 3 December. The rejoinder is of Monday 7 December.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from tests.abroad import by_hand, case_status
from tests.offices import BY, Clock, a_paper
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import FILED, received_request
from tracker.domain.base.days import DaySpan
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.correspondence.letter_finalised import LetterFinalised
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import QuestionOutcome
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.office import Office
from tracker.services.letters.editing import change_pleading, open_pleading, reword
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.remedies import unused

DATED, CAME, TODAY = date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 7)


def appealed(
    office: Office,
    clock: Clock,
    happened: Callable[[Office, str], None],
    *,
    finalised: bool = True,
    words_of: Mapping[str, str] | None = None,
) -> str:
    """A request after which an appeal was filed, finalised here or not, with words that a person
    wrote in its rows."""
    reference = received_request(office, clock)
    happened(office, reference)
    place = unused(case_status(office, reference), office.library)[-1].place
    if finalised:
        fill_all(office, reference)
        for key, words in (words_of or {}).items():
            with office.cases.look(reference) as case:
                found = open_pleading(office, case, None)
            change, version = reword(found, key, words), found.edits.version
            change_pleading(office, reference, found.place, version, change, by=BY)
        finalise_letter(office, reference, LetterKind.APPEAL, by=BY)
    file_appeal(office, reference, by_hand(FILED), remedy=place, by=BY)
    clock.set(TODAY)
    return reference


def came(
    office: Office,
    reference: str,
    *outcomes: QuestionOutcome,
    words: str = "",
    kind: str = "refused",
    quotes: Mapping[int, str] | None = None,
    on: date = CAME,
    dated: date = DATED,
) -> None:
    """A document of the body with these outcomes in turn, the last for all further items."""
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    asked = drafted.questions
    found = tuple(
        replace(outcomes[min(n, len(outcomes) - 1)], question=each.key)
        for n, each in enumerate(asked)
    )
    details = PaperDetails("F. 2-7/2026-RTI", dated, "Director (Legal)", words) if words else None
    said = {asked[number - 1].key: quote for number, quote in (quotes or {}).items()}
    response = Response(kind, DaySpan.on(on), found, [a_paper("comments.txt")], quotes=said)
    response = replace(response, details=details) if details else response
    take_reply(office, reference, response, by=BY)


def rejoinder(office: Office, reference: str) -> Writer:
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.REJOINDER)


def paragraphs(of: Writer) -> list[str]:
    """The rows of the answer as the letter numbers them."""
    words = of.office.documents.plain(of.letter())
    answer = words[words.index("\nAnswer\n") : words.index("\nThe items still at issue\n")]
    found = re.split(r"\n(?=\d+\. )", answer)
    return [" ".join(each.split()) for each in found if re.match(r"\d+\. ", each)]


def grounds_of(office: Office, reference: str) -> dict[str, str]:
    """The numbers of the grounds of the appeal as filed, by the beginning of their headings."""
    state = case_status(office, reference).case_state
    final = state.first(LetterFinalised.kind)
    assert final
    words = office.archive.read(reference, final.event.evidence[1]).decode()
    return {title: number for number, title in re.findall(r"^([IVX]+)\. (.{12})", words, re.M)}
