"""The questions of one request and the answers to each, with the words of each answer beside it.

The page of a record shows up to a fixed number of rows; every row stands on the pages of `parts`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext

from tracker.domain.base.days import DaySpan
from tracker.domain.events.release import Release
from tracker.domain.law.law import Law
from tracker.domain.law.questions import Element
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedOutcome
from tracker.services.core.naming import ELEMENTS, GIVEN_AS
from tracker.services.core.office import Office
from tracker.web.base.language import page_language, worded
from tracker.web.base.marking import MarkedWords
from tracker.web.record.request.record_parts import (
    RecordPart,
    RecordPiece,
    besides,
    best_of,
    pieces_of,
    record_parts,
)
from tracker.web.record.words.words import name_of, record_words

# Characters of all released texts on one page; no text is shown from a shorter beginning than
# LEAST.
WORDS, LEAST = 3000, 60
# On the page of a record: questions in full, characters of one question, texts beside the answers.
IN_FULL, _ASKED, _TEXTS = 24, 1000, 8


@dataclass(frozen=True, slots=True)
class ExemptionNamed:
    """A ground that a refusal names, with what that clause covers and where it ends."""

    key: str
    cite: str
    covers: str
    limits: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A question by its number, and where it stands: on this page, or on that of the record."""

    anchor: str
    number: int
    here: bool


@dataclass(frozen=True, slots=True)
class TextShown:
    """A released text; long ones from their beginning, with how much there is in all. Where it is
    what answers said, the questions on which."""

    title: str
    digest: str
    words: MarkedWords
    length: int
    places: tuple[_Place, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it is shown."""
        return len(self.words.said) == self.length


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """What one answer did with a question. Its words stand in its `text`, or under the question
    of that number, where they were shown first."""

    on: DaySpan
    outcome: str
    exemptions: tuple[ExemptionNamed, ...]
    page: str
    given_as: str
    digest: str
    text: TextShown | None = None
    as_on: int = 0


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question with some of its answers. The `left` other answers begin in part `more`.

    A question that is `brief` shows only outcomes, one that is `begun` the beginning of its
    words. Both stand in full in part `full`.
    """

    anchor: str
    number: int
    element: str
    words: MarkedWords
    outcomes: tuple[OutcomeShown, ...]
    left: int
    full: int
    more: int
    more_anchor: str
    brief: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What the page of a record shows of all this; the `texts_left` stand from a part on."""

    questions: tuple[QuestionShown, ...]
    texts: tuple[TextShown, ...]
    texts_left: int
    texts_part: int


def record_title(record: Record, library: Library) -> str:
    """What the page of a record is called."""
    block = library.block_title(record.block, page_language())
    return gettext(
        "Request to {body} about {block}", body=name_of(library, record.body), block=block
    )


def answers_shown(office: Office, record: Record, words: Mapping[str, str]) -> Answers:
    """Return what the page of a record shows; `words` are those of texts not released yet."""
    pieces = [
        next(pieces_of(question, number))
        for number, question in enumerate(record.answered, start=1)
    ]
    others = besides(record)
    shown = RecordPart(pieces=pieces[:IN_FULL], releases=others[:_TEXTS])
    here = {each.number: each.anchor for each in pieces}
    layout = Layout(office, record, shown, here, words=words, asked=_ASKED)
    brief = (layout.brief(piece) for piece in pieces[IN_FULL:])
    return Answers(
        questions=(*layout.questions(), *brief),
        texts=tuple(layout.texts()),
        texts_left=max(len(others) - _TEXTS, 0),
        texts_part=layout.part_with(others[_TEXTS]) if others[_TEXTS:] else 0,
    )


def answers_in(office: Office, record: Record, part: RecordPart) -> Answers:
    """Return the questions and texts of one page of rows, all in full."""
    here = {piece.number: piece.anchor for piece in reversed(part.pieces)}
    layout = Layout(office, record, part, here)
    return Answers(tuple(layout.questions()), tuple(layout.texts()), texts_left=0, texts_part=0)


class Layout:
    """The layout of one page: each text once, from its beginning.

    `here` has the anchors of the questions on the page; `asked` is the most characters of one
    question, without which each is shown whole.
    """

    def __init__(
        self,
        office: Office,
        record: Record,
        part: RecordPart,
        here: Mapping[int, str],
        *,
        words: Mapping[str, str] | None = None,
        asked: int | None = None,
    ) -> None:
        self._record, self._part, self._here, self._asked = record, part, here, asked
        self._law = office.library.laws.get(record.law)
        self._parts = record_parts(record)
        known = words or {}
        digests = [found.words for piece in part.pieces for found in piece.outcomes]
        digests += [release.digest for release in part.releases]
        self._said = {
            digest: known[digest] if digest in known else office.records.text(digest).words
            for digest in filter(None, digests)
        }
        self._room = beginnings({each: len(said) for each, said in self._said.items()}, WORDS)
        self._on: dict[str, int] = {}

    def questions(self) -> Iterator[QuestionShown]:
        """The questions of this page, with their words."""
        for piece in self._part.pieces:
            outcomes = tuple(self._outcome(found, piece.number) for found in piece.outcomes)
            yield self._question(piece, outcomes, piece.left if piece.turn == 1 else 0)

    def brief(self, piece: RecordPiece) -> QuestionShown:
        """A question of which this page tells only what came of it."""
        given = piece.outcomes
        most = dict.fromkeys((*best_of(given), *given[-1:]))
        outcomes = tuple(_told(found, self._law) for found in most)
        return replace(self._question(piece, outcomes, 0), brief=True)

    def texts(self) -> Iterator[TextShown]:
        """The other texts of this page."""
        return (self._text(release.digest, release.title) for release in self._part.releases)

    def part_with(self, wanted: RecordPiece | Release) -> int:
        """The number of the part in which a question or a text stands; 0 for none."""
        found = (
            number
            for number, part in enumerate(self._parts, start=1)
            if wanted in part.releases or any(_same(wanted, piece) for piece in part.pieces)
        )
        return next(found, 0)

    def _question(
        self, piece: RecordPiece, outcomes: tuple[OutcomeShown, ...], left: int
    ) -> QuestionShown:
        others = replace(piece, turn=2)
        asked = piece.question.words
        shown = asked if self._asked is None else beginning_of(asked, self._asked)
        return QuestionShown(
            anchor=piece.anchor,
            number=piece.number,
            element=gettext(ELEMENTS[Element(piece.question.element)]),
            words=record_words(shown, self._record.language),
            outcomes=outcomes,
            left=left,
            full=self.part_with(piece),
            more=self.part_with(others),
            more_anchor=others.anchor,
            begun=shown != asked,
        )

    def _outcome(self, found: RecordedOutcome, number: int) -> OutcomeShown:
        told = _told(found, self._law)
        if not found.words:
            return told
        if first := self._on.get(found.words):
            return replace(told, as_on=first)
        self._on[found.words] = number
        return replace(told, text=self._text(found.words, ""))

    def _text(self, digest: str, title: str) -> TextShown:
        said = self._said[digest]
        beginning = record_words(beginning_of(said, self._room[digest]), self._record.language)
        places = tuple(
            _Place(self._here.get(number, asked.key), number, number in self._here)
            for number, asked in enumerate(self._record.answered, start=1)
            if any(found.words == digest for found in asked.outcomes)
        )
        return TextShown(title, digest, beginning, len(said), places)


def _same(wanted: RecordPiece | Release, piece: RecordPiece) -> bool:
    return isinstance(wanted, RecordPiece) and wanted.anchor == piece.anchor


def _told(found: RecordedOutcome, law: Law | None) -> OutcomeShown:
    named = tuple(exemption_named(key, law) for key in found.exemptions)
    given_as = gettext(GIVEN_AS[found.given_as]) if found.given_as else ""
    return OutcomeShown(
        found.on, found.outcome.value, named, found.page, given_as, digest=found.words
    )


def beginnings(lengths: Mapping[str, int], left: int) -> Mapping[str, int]:
    """How much is shown of each text: of short ones all, of long ones as much of each; nothing of
    the longest where too little is left for them."""
    shown = dict[str, int]()
    for place, digest in enumerate(sorted(lengths, key=lambda digest: lengths[digest])):
        fair = min(max(left // (len(lengths) - place), LEAST), left)
        shown[digest] = min(lengths[digest], fair)
        left -= shown[digest]
    return shown


def beginning_of(said: str, room: int) -> str:
    """The beginning of a text, up to the last whole word; a long word is cut."""
    if len(said) <= room:
        return said
    cut = said[: room + 1]
    return cut[: max(cut.rfind(" "), 0)] or said[:room]


def exemption_named(key: str, law: Law | None) -> ExemptionNamed:
    """An exemption as the law has it; by its key alone where that has it no more."""
    known = next((each for each in law.exemptions if each.key == key), None) if law else None
    if known is None:
        return ExemptionNamed(key, key, "", "")
    limits = worded(known.limits) if known.limits else ""
    return ExemptionNamed(key, worded(known.cite), worded(known.covers), limits)
