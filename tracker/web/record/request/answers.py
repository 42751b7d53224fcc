"""The questions of a request and the answers to each, with the words of each answer beside it.

The page of a record shows a limited number of rows; the pages of `record_parts` show every row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import GivenAs
from tracker.domain.events.release import Release
from tracker.domain.law.law import Law
from tracker.domain.law.outcome import TypedSection
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedOutcome
from tracker.services.core.naming import GIVEN_AS
from tracker.services.core.office import Office
from tracker.web.base.filters import element_names, item_name
from tracker.web.base.language import gettext, page_language
from tracker.web.base.lately_used import kept_in_application
from tracker.web.base.marking import MarkedWords
from tracker.web.record.request.exemptions import ExemptionNamed, exemption_named
from tracker.web.record.request.record_parts import (
    RecordPart,
    RecordPiece,
    besides,
    best_of,
    record_parts,
)
from tracker.web.record.request.said_once import said_once
from tracker.web.record.words.words import brief_mention_of, mention_of, record_words

# The most characters of all released texts on one page, and the least to show of one text.
WORDS, LEAST = 3000, 60
# On the page of a record: questions in full, characters of one question, other texts.
IN_FULL, _ASKED, _TEXTS = 24, 1000, 8

# Released texts that each process keeps, and the most characters of one: some 5 MB at most.
_MOST_KEPT, _LONGEST_KEPT = 250, 10_000

_FORMS = {
    GivenAs.RECORD: Message("the record itself"),
    GivenAs.STATEMENT: Message("a statement only"),
}


class _Place(NamedTuple):
    """A question's number and place: on this page, or on the page of the record."""

    anchor: str
    number: int
    here: bool


class TextShown(NamedTuple):
    """A released text; of a long one the beginning, with its full length.

    If answers said it, `places` are their questions.
    """

    title: str
    digest: str
    words: MarkedWords
    length: int
    places: tuple[_Place, ...] = ()

    @property
    def whole(self) -> bool:
        """Return whether the whole text is shown."""
        return len(self.words.said) == self.length


class OutcomeShown(NamedTuple):
    """One answer's outcome on a question.

    `given_as` is a sentence, and `form` says the same in few words. `vague` holds the words of a
    ground that names no clause, `section` a section that the law's file does not list. The words
    of the answer are in `text`, or under the question with number `as_on` if they were shown there
    first.
    """

    on: DaySpan
    outcome: str
    exemptions: tuple[ExemptionNamed, ...]
    page: str
    given_as: str
    form: str
    digest: str
    vague: str = ""
    section: TypedSection | None = None
    text: TextShown | None = None
    as_on: int = 0


class QuestionShown(NamedTuple):
    """A question with some of its answers; `name` says in a few words what it asks for.

    The `left` other answers begin in part `more`.

    A `brief` question shows only outcomes; a `begun` one only the beginning of its words. Both
    are shown in full in part `full`. `moved_to` names the body to which this
    question alone was transferred.
    """

    anchor: str
    number: int
    name: str
    element: str
    words: MarkedWords
    outcomes: tuple[OutcomeShown, ...]
    left: int
    full: int
    more: int
    more_anchor: str
    brief: bool = False
    begun: bool = False
    moved_to: str = ""


class _Asked(NamedTuple):
    """What a record alone decides of a question on one of its pages, as in QuestionShown."""

    anchor: str
    words: MarkedWords
    full: int
    more: int
    more_anchor: str
    begun: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """Questions and texts on the page of a record; the `texts_left` begin in part `texts_part`."""

    questions: tuple[QuestionShown, ...]
    texts: tuple[TextShown, ...]
    texts_left: int
    texts_part: int


@said_once
def record_title(record: Record, library: Library) -> str:
    """Return the title of a record's page."""
    block = library.block_mention(record.block, page_language())
    body = mention_of(library, record.state.first_asked)
    return gettext("Request to {body} about {block}", body=body, block=block)


@said_once
def record_heading(record: Record, library: Library) -> str:
    """Return the heading of a record's page, with the short name of the body."""
    block = library.block_mention(record.block, page_language())
    body = brief_mention_of(library, record.state.first_asked)
    return gettext("Request to {body} about {block}", body=body, block=block)


def answers_shown(office: Office, record: Record, words: Mapping[str, str]) -> Answers:
    """Return what the page of a record shows; `words` are those of texts not released yet."""
    pieces = record.derived_once(_first_pieces)
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
    """Return the questions and texts of one of these pages of rows, all in full."""
    here = {piece.number: piece.anchor for piece in reversed(part.pieces)}
    layout = Layout(office, record, part, here)
    return Answers(tuple(layout.questions()), tuple(layout.texts()), texts_left=0, texts_part=0)


def _first_pieces(record: Record) -> Sequence[RecordPiece]:
    """Return each question with the most important of its answers."""
    parts = record_parts(record)
    return [piece for part in parts for piece in part.pieces if piece.turn == 1]


class Layout:
    """The layout of one page: each text once, or its beginning.

    `here` has the anchors of the questions on the page; `asked` is the most characters shown of
    one question, or None for no limit.
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
        self._library, self._questions = office.library, office.library.questions
        self._law = office.library.instrument(record.law)
        self._places = record.derived_once(_places)
        known = words or {}
        digests = [found.words for piece in part.pieces for found in piece.outcomes]
        digests += [release.digest for release in part.releases]
        wanted = dict.fromkeys(filter(None, digests))
        released = _released(office, [digest for digest in wanted if digest not in known])
        self._said = {digest: known.get(digest, released.get(digest, "")) for digest in wanted}
        self._room = beginnings({each: len(said) for each, said in self._said.items()}, WORDS)
        self._on: dict[str, int] = {}
        self._said_on = self._questions_of_texts()

    def questions(self) -> Iterator[QuestionShown]:
        """Yield the questions of this page, with their words."""
        for piece in self._part.pieces:
            outcomes = tuple([self._outcome(found, piece.number) for found in piece.outcomes])
            yield self._question(piece, outcomes, piece.left if piece.turn == 1 else 0)

    def brief(self, piece: RecordPiece) -> QuestionShown:
        """Return a question with its best and latest outcomes only."""
        given = piece.outcomes
        most = dict.fromkeys((*best_of(given), *given[-1:]))
        outcomes = tuple(_told(found, self._law) for found in most)
        return self._question(piece, outcomes, 0)._replace(brief=True)

    def texts(self) -> Iterator[TextShown]:
        """Return the other texts of this page."""
        return (self._text(release.digest, release.title) for release in self._part.releases)

    def part_with(self, wanted: RecordPiece | Release) -> int:
        """Return the number of the part with a question or a text; 0 if there is none."""
        return self._places.get(wanted.digest if isinstance(wanted, Release) else wanted.anchor, 0)

    def _question(
        self, piece: RecordPiece, outcomes: tuple[OutcomeShown, ...], left: int
    ) -> QuestionShown:
        asked = self._words_of(piece)
        return QuestionShown(
            anchor=asked.anchor,
            number=piece.number,
            name=self._name(piece),
            element=element_names(piece.question.elements),
            words=asked.words,
            outcomes=outcomes,
            left=left,
            full=asked.full,
            more=asked.more,
            more_anchor=asked.more_anchor,
            begun=asked.begun,
            moved_to=self._moved_to(piece.question.moved_to),
        )

    def _words_of(self, piece: RecordPiece) -> _Asked:
        """Return what the record alone decides of a question, worked out once for each record."""
        known, key = self._record.derived_once(_asked_before), (piece.anchor, self._asked)
        if key not in known:
            known[key] = self._words_and_places(piece)
        return known[key]

    def _words_and_places(self, piece: RecordPiece) -> _Asked:
        others = RecordPiece(piece.question, piece.number, (), turn=2)
        asked = piece.question.words
        shown = asked if self._asked is None else beginning_of(asked, self._asked)
        return _Asked(
            anchor=piece.anchor,
            words=record_words(shown, self._record.language),
            full=self.part_with(piece),
            more=self.part_with(others),
            more_anchor=others.anchor,
            begun=shown != asked,
        )

    def _moved_to(self, body: str | None) -> str:
        return "" if body is None else mention_of(self._library, body)

    def _name(self, piece: RecordPiece) -> str:
        return item_name(self._questions.get(piece.question.key), piece.question.words)

    def _outcome(self, found: RecordedOutcome, number: int) -> OutcomeShown:
        if not found.words:
            return _told(found, self._law)
        if first := self._on.get(found.words):
            return _told(found, self._law, as_on=first)
        self._on[found.words] = number
        return _told(found, self._law, self._text(found.words, ""))

    def _text(self, digest: str, title: str) -> TextShown:
        said = self._said[digest]
        beginning = record_words(beginning_of(said, self._room[digest]), self._record.language)
        places = self._said_on.get(digest, ())
        return TextShown(title, digest, beginning, len(said), tuple(places))

    def _questions_of_texts(self) -> Mapping[str, Sequence[_Place]]:
        """Return the questions whose answers said each text, by its digest."""
        found: dict[str, list[_Place]] = {}
        for each in self._record.answered:
            here = each.number in self._here
            place = _Place(self._here.get(each.number, each.key), each.number, here)
            for digest in dict.fromkeys([one.words for one in each.outcomes]):
                found.setdefault(digest, []).append(place)
        return found


def _released(office: Office, digests: Sequence[str]) -> Mapping[str, str]:
    """Return the words of released texts by their hashes.

    What a record that was just read names by its hash is released, so words that were checked
    against it once are not read again.
    """
    kept = kept_in_application("released_words", _MOST_KEPT)
    said: dict[str, str] = {}
    missing: list[str] = []
    for digest in digests:
        if (words := kept.get(digest)) is None:
            missing.append(digest)
        else:
            said[digest] = words
    for digest, text in office.records.texts(missing).items():
        said[digest] = text.words
        if len(text.words) <= _LONGEST_KEPT:
            kept.keep(digest, text.words)
    return said


def _asked_before(_: Record) -> dict[tuple[str, int | None], _Asked]:
    return {}


def _places(record: Record) -> Mapping[str, int]:
    """Return the number of the part with each question, by its anchor, and text, by its digest."""
    places = dict[str, int]()
    for number, part in enumerate(record_parts(record), start=1):
        for piece in part.pieces:
            places.setdefault(piece.anchor, number)
        for release in part.releases:
            places.setdefault(release.digest, number)
    return places


def _told(
    found: RecordedOutcome, law: Law | None, text: TextShown | None = None, as_on: int = 0
) -> OutcomeShown:
    named = tuple(exemption_named(key, law) for key in found.exemptions)
    given_as = gettext(GIVEN_AS[found.given_as]) if found.given_as else ""
    form = gettext(_FORMS[found.given_as]) if found.given_as else ""
    vague = found.vague.words if found.vague else ""
    return OutcomeShown(
        found.on,
        found.outcome.value,
        named,
        found.page,
        given_as,
        form,
        found.words,
        vague,
        found.section,
        text,
        as_on,
    )


def beginnings(lengths: Mapping[str, int], left: int) -> Mapping[str, int]:
    """Return the characters to show of each text: short ones whole, long ones in equal parts, and
    nothing of the longest if too little room is left."""
    shown = dict[str, int]()
    for place, digest in enumerate(sorted(lengths, key=lambda digest: lengths[digest])):
        fair = min(max(left // (len(lengths) - place), LEAST), left)
        shown[digest] = min(lengths[digest], fair)
        left -= shown[digest]
    return shown


def beginning_of(said: str, room: int) -> str:
    """Return the beginning of a text, up to the last whole word; a single long word is cut."""
    if len(said) <= room:
        return said
    cut = said[: room + 1]
    return cut[: max(cut.rfind(" "), 0)] or said[:room]
