"""The vocabulary of the public records, by spelling keys: for words that were nearly typed."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlmodel import Session, col, delete, select

from tracker.domain.words.spelling import is_spelled, spelling_keys
from tracker.services.core.word_index import is_plain
from tracker.storage.db.tables.public import SpellingRow
from tracker.storage.db.transactions import put_all

_AT_ONCE = 500
# Most words that are compared with those typed; far more than real texts have alike.
_MOST_NEAR = 500


def spelled_among(words: Iterable[str]) -> frozenset[str]:
    """Return those of these index words whose spelling can be compared."""
    return frozenset(word for word in words if is_plain(word) and is_spelled(word))


def add_spellings(session: Session, words: Iterable[str]) -> None:
    """Store the spelling keys of the words that are not stored yet."""
    new = sorted(spelled_among(words))
    for some in _parts(new):
        stored = select(SpellingRow.word).where(col(SpellingRow.word).in_(some)).distinct()
        known = frozenset(session.exec(stored))
        # In one order in every transaction, so that two of them never wait for each other.
        rows = [
            {"key": key, "word": word}
            for word in some
            if word not in known
            for key in sorted(spelling_keys(word))
        ]
        put_all(session, SpellingRow, rows, changed=())


def drop_spellings(session: Session, words: Collection[str]) -> None:
    """Delete the spelling keys of these words."""
    for some in _parts(sorted(words)):
        session.exec(delete(SpellingRow).where(col(SpellingRow.word).in_(some)))


def near_spellings(session: Session, words: Collection[str]) -> Sequence[str]:
    """Return the words that share a key with one of these, in alphabetical order."""
    keys = sorted({key for word in words for key in spelling_keys(word)})
    near = select(SpellingRow.word).where(col(SpellingRow.key).in_(keys)).distinct()
    with_most = near.order_by(col(SpellingRow.word)).limit(_MOST_NEAR)
    return tuple(sorted(session.exec(with_most)))


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[first : first + _AT_ONCE] for first in range(0, len(words), _AT_ONCE))
