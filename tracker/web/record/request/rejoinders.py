"""Statements of bodies about what the record says of them, shown beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.domain.base.days import DaySpan
from tracker.domain.events.correspondence.body_stated import STATEMENT, BodyStated
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.services.core.naming import AUTHORSHIP
from tracker.services.core.office import Office
from tracker.services.ports.sought import RecordLine
from tracker.web.base.language import gettext
from tracker.web.base.marking import MarkedWords
from tracker.web.record.request.answers import beginning_of, beginnings
from tracker.web.record.words.words import mention_of, record_words

# The most characters of all statements together on the page of a body.
_ON_A_PAGE = 6000


@dataclass(frozen=True, slots=True)
class Rejoinder:
    """One statement: its body, its day, how its authorship was checked, and its words; of a long
    one the beginning, with its full length."""

    reference: str
    seq: int
    body: str
    body_name: str
    on: DaySpan
    checked: str
    digest: str
    words: MarkedWords | None = None
    length: int = 0

    @property
    def whole(self) -> bool:
        """Return whether the whole statement is shown."""
        return self.words is not None and len(self.words.said) == self.length


def rejoinders(record: Record, library: Library) -> Iterator[Rejoinder]:
    """Yield the statements that a record shows, without their words."""
    texts = {each.entry: each.digest for each in record.releases if each.question == STATEMENT}
    for entry, stated in record.state.of(BodyStated):
        yield Rejoinder(
            reference=record.reference,
            seq=entry.seq,
            body=stated.body,
            body_name=mention_of(library, stated.body),
            on=stated.on,
            checked=gettext(AUTHORSHIP[stated.checked]),
            digest=texts.get(entry.seq, ""),
        )


def rejoinders_of(office: Office, lines: Iterable[RecordLine], body: str) -> Iterator[Rejoinder]:
    """Yield one body's statements in these records, with their words: short ones whole, and as
    much of each long one as the page has room for."""
    stated = [
        (each, record.language)
        for record in office.records.current(line.reference for line in lines)
        for each in rejoinders(record, office.library)
        if each.body == body
    ]
    texts = office.records.texts({each.digest for each, _ in stated} - {""})
    said = {digest: text.words for digest, text in texts.items()}
    room = beginnings({digest: len(words) for digest, words in said.items()}, _ON_A_PAGE)
    for each, language in stated:
        whole = said.get(each.digest, "")
        words = record_words(beginning_of(whole, room[each.digest]), language) if whole else None
        yield replace(each, words=words, length=len(whole))
