"""Search in received mail, in memory, while a person has a key open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.base.errors import Refusal
from tracker.domain.words.guessed_language import guessed_language
from tracker.services.core.excerpts import Excerpt, excerpt
from tracker.services.core.left_out import note_left_out
from tracker.services.core.office import Office
from tracker.services.core.search_query import query_of
from tracker.services.ports.correspondence.mail_search import MailFilter
from tracker.services.ports.correspondence.reading import SealedReading
from tracker.services.ports.correspondence.received import ReceivedMail
from tracker.services.ports.keys import Locked
from tracker.services.ports.search import Passage, Query

# Mails that one search indexes before it searches. The first search of a large office is followed
# by more.
MAILS_INDEXED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MailHit:
    """A mail that was found, and the words around those that were sought."""

    mail: ReceivedMail
    opened: SealedReading | None
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class FoundMail:
    """The mails that were found, newest first; `more` if there are others, and `left` if some mail
    was not searched yet."""

    hits: Sequence[MailHit] = ()
    more: bool = False
    left: bool = False


def search_mail(office: Office, typed: str, among: MailFilter, limit: int) -> FoundMail:
    """Return the mails whose subject, sender, text or names of files have all words typed.

    Without words, all mail of the filter is found. Raises Locked.
    """
    query, search = query_of(typed), office.mail_reading.search
    if typed.strip() and not query:
        return FoundMail()
    left = _index_new(office) if query else False
    found = search.find(query, among, limit + 1)
    hits = tuple(_hit(office, mail, query) for mail in found[:limit])
    return FoundMail(hits, len(found) > limit, left)


def mail_passages(opened: SealedReading) -> Iterator[Passage]:
    """Yield the texts of a mail that can be found: subject, people, files and text."""
    read = opened.mail
    yield _passage(read.subject)
    for each in read.senders:
        yield Passage(f"{each.name} <{each.address}>".strip())
    for part in read.parts:
        if not part.is_text:
            yield _passage(" ".join(filter(None, (part.name, part.subject, part.sender))))
    yield _passage(read.whole_text)


def _index_new(office: Office) -> bool:
    """Index mail that is not indexed yet; return whether some of it is left."""
    search, readings = office.mail_reading.search, office.mail_reading.readings
    missing = search.unindexed(MAILS_INDEXED_AT_ONCE + 1)
    for id in missing[:MAILS_INDEXED_AT_ONCE]:
        try:
            opened = readings.opened(id)
            if opened:
                search.index(id, [each.words for each in mail_passages(opened)])
        except Locked:
            raise
        except Refusal as refusal:
            note_left_out(str(refusal))
    return len(missing) > MAILS_INDEXED_AT_ONCE


def _hit(office: Office, mail: ReceivedMail, query: Query) -> MailHit:
    opened = office.mail_reading.readings.opened(mail.id) if mail.digest else None
    words = excerpt(query, mail_passages(opened)) if opened and query else Excerpt()
    return MailHit(mail, opened, words)


def _passage(words: str) -> Passage:
    return Passage(words, guessed_language(words))
