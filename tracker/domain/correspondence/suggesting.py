"""Suggests what an answer is by the words in it, each shown in its sentence. A person decides.

Only the words that a mail adds count: quoted words are cut before, and every sentence of our own
letter is left out. A negation near the words turns a rule off.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.domain.correspondence.mail_words import (
    DECIDING_STEMS,
    NEAR_WORDS,
    NEGATIONS,
    REPLY_WORDS,
    ReplyKind,
)
from tracker.domain.words.folding import pieces, search_words

_SENTENCE_ENDS = re.compile(r"(?<=[.!?۔؟])\s+|\n\s*\n")
# An abbreviation before a number ends no sentence.
_ABBREVIATED = re.compile(r"\b(?:no|rs|mr|ms|dr|sr|ref|sec|nos)\.$", re.IGNORECASE)
_LONGEST = 200_000
_MOST_HITS = 40
# What the words of a mere notice may suggest. Anything else may be a response.
MERE_NOTICE = frozenset({ReplyKind.AUTOMATIC, ReplyKind.ACKNOWLEDGED})


@dataclass(frozen=True, slots=True)
class ReplyHint:
    """A suggestion: the kind, the words that triggered it as written, and where they are.

    `start` and `end` are places in the new text, `sentence` is the sentence around them, and `at`
    is the place of the words in it.
    """

    kind: ReplyKind
    rule: str
    words: str
    start: int
    end: int
    sentence: str
    at: int

    @property
    def pieces(self) -> tuple[str, str, str]:
        """Return the sentence in three pieces; the middle one has the words."""
        end = self.at + len(self.words)
        return self.sentence[: self.at], self.words, self.sentence[end:]


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int


def reply_hints(new_text: str, own_letter: str = "") -> tuple[ReplyHint, ...]:
    """Return what the words suggest, the strongest kind first, then in order of the text."""
    ours = {search_words(sentence) for _, sentence in _sentences(own_letter)}
    found = [
        hint
        for start, sentence in _sentences(new_text[:_LONGEST])
        if search_words(sentence) not in ours
        for hint in _hints_in(sentence, start)
    ]
    order = list(REPLY_WORDS)
    found.sort(key=lambda hint: (order.index(hint.kind), hint.start))
    return tuple(found[:_MOST_HITS])


def named_kinds(text: str) -> frozenset[ReplyKind]:
    """Return every kind whose words stand in a text, even beside a negation."""
    words = list(_words(text[:_LONGEST]))
    return frozenset(
        kind
        for kind, rules in _rules().items()
        if any(_places(words, wanted) for _, wanted in rules)
    )


def may_respond(text: str) -> bool:
    """Return whether words may be those of a response, and not only of a notice of leave, of
    receipt or of reading. A negation beside them changes nothing: *refused, not granted*."""
    if not named_kinds(text) <= MERE_NOTICE:
        return True
    return any(word.folded.startswith(_stems()) for word in _words(text[:_LONGEST]))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with its place."""
    start = 0
    for end in [*_SENTENCE_ENDS.finditer(text), None]:
        stop = len(text) if end is None else end.start()
        if end is not None and _ABBREVIATED.search(text, max(0, stop - 6), stop):
            continue
        if text[start:stop].strip():
            yield start, text[start:stop]
        start = stop if end is None else end.end()


def _hints_in(sentence: str, offset: int) -> Iterator[ReplyHint]:
    """Yield the first rule of each kind that a sentence fits."""
    words = list(_words(sentence))
    for kind, rules in _rules().items():
        for rule, wanted in rules:
            place = _place(words, wanted)
            if place is None:
                continue
            first, last = words[place], words[place + len(wanted) - 1]
            yield ReplyHint(
                kind,
                rule,
                sentence[first.start : last.end],
                offset + first.start,
                offset + last.end,
                sentence.strip(),
                first.start - (len(sentence) - len(sentence.lstrip())),
            )
            break


def _words(sentence: str) -> Iterator[_Word]:
    place = 0
    for piece, folded in pieces(sentence):
        start = sentence.index(piece, place)
        place = start + len(piece)
        for word in folded:
            yield _Word(word, start, place)


@cache
def _rules() -> Mapping[ReplyKind, Sequence[tuple[str, tuple[str, ...]]]]:
    """Return the folded words of each rule, those with more words first."""
    return {
        kind: sorted(
            ((rule, form) for rule in rules for form in _forms(rule)),
            key=lambda each: -len(each[1]),
        )
        for kind, rules in REPLY_WORDS.items()
    }


def _forms(rule: str) -> Iterator[tuple[str, ...]]:
    """Yield the folded words of a rule; Urdu words also as one, which a zero-width sign joins."""
    words = _folded(rule)
    yield words
    if len(words) > 1 and not rule.isascii():
        yield ("".join(words),)


def _folded(rule: str) -> tuple[str, ...]:
    return tuple(
        word
        for each in rule.split()
        for word in ((each,) if each in ("#", "?") else search_words(each))
    )


@cache
def _stems() -> tuple[str, ...]:
    return tuple("".join(search_words(each)) for each in DECIDING_STEMS)


@cache
def _negations() -> Collection[str]:
    return frozenset(word for each in NEGATIONS for word in search_words(each))


def _place(words: Sequence[_Word], wanted: tuple[str, ...]) -> int | None:
    """Return where the words of a rule follow one another without a negation near them."""
    for place in _places(words, wanted):
        if not _is_negated(words, place, wanted):
            return place
    return None


def _places(words: Sequence[_Word], wanted: tuple[str, ...]) -> list[int]:
    """Return where the words of a rule follow one another."""
    return [
        place
        for place in range(len(words) - len(wanted) + 1)
        if all(_fits(words[place + at].folded, each) for at, each in enumerate(wanted))
    ]


def _fits(word: str, wanted: str) -> bool:
    if wanted == "?":
        return len(word) == 1 and word.isalpha()
    return word.isdecimal() if wanted == "#" else word == wanted


def _is_negated(words: Sequence[_Word], place: int, wanted: tuple[str, ...]) -> bool:
    """Return whether there is a negation within three words before or after."""
    if any(each in _negations() for each in wanted):
        return False  # the rule is about what is not given
    before = words[max(0, place - NEAR_WORDS) : place]
    end = place + len(wanted)
    after = words[end : end + NEAR_WORDS]
    return any(word.folded in _negations() for word in (*before, *after))
