"""The places that a person has to fill in before the letter of a remedy can be sent."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import shorten
from zlib import crc32

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.words.brackets import brackets_in
from tracker.domain.words.letter import Letter, LetterBlock, Runs, run_words
from tracker.domain.words.pleading import PleadingPart
from tracker.domain.words.pleading_edits import (
    OWN_TITLE,
    EditedPleading,
    EditedRow,
    PleadingEdits,
    leave_row_out,
)
from tracker.domain.words.quotations import filled
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import known_authorities
from tracker.services.letters.editing import (
    OpenPleading,
    PleadingChange,
    new_words,
    open_pleading,
    row_reader,
    stray_references,
)
from tracker.services.letters.pleading.layout import PARTS_OF
from tracker.services.letters.remedies import RemedyPlace
from tracker.services.ports.cases import CaseFile

# Rows whose fact may be unknown: those of these parts, and the reasons for a delay.
_CAN_GO, _EXCUSE = (PleadingPart.FACTS, PleadingPart.STEPS), "time:excuse"

# As many characters of a row without a number are enough to name it.
_MOST_NAMED = 60
# Braces in an answer are no reference to a row: they would disappear from the letter.
_NO_REFERENCE = str.maketrans("{}", "()")

# What a person answers: words for each place of a row, by the key of the row.
PlaceAnswers = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class PlaceToFill:
    """A blank to fill in: its row with part, number and sign, and its words as they are read.

    `at` counts the places of the row from 0. `mark` names the blank by its own words, its place
    among those with equal words and their number, so that no answer goes to another one once the
    letter has changed. `instead` are words that a person may
    choose for the whole row; empty if there are none. A row that `can_go` may be left out by a
    person who does not know its facts, because nobody can verify what they do not know.
    """

    part: PleadingPart
    key: str
    sign: str
    at: int
    mark: str
    words: str
    instead: str = ""
    can_go: bool = False


@dataclass(frozen=True, slots=True)
class LeftToDo:
    """What is left to do in a letter: blanks to fill in, and the keys of the leads that it would
    cite, or meet, once they are checked."""

    places: tuple[PlaceToFill, ...]
    leads: tuple[str, ...]


def left_to_do(office: Office, case: CaseFile, remedy: RemedyPlace | None = None) -> LeftToDo:
    """Return what is left to do in the letter of a remedy. Raises as `open_pleading` does."""
    found = open_pleading(office, case, remedy)
    return LeftToDo(places_to_fill(found), leads_in(office, found))


def leads_in(office: Office, found: OpenPleading) -> tuple[str, ...]:
    """Return the keys of the authorities that a letter would cite, or meet, once a lawyer checks
    them. One that a lawyer found stayed or set aside is none of them."""
    rows = [each.row for each in found.now.rows() if each.in_letter]
    keys = dict.fromkeys(key for row in rows for key in row.rests_on.leads)
    library = office.library.authorities
    known = known_authorities(office, (library[key] for key in keys if key in library))
    return tuple(each.authority.key for each in known if each.to_check)


def places_to_fill(found: OpenPleading) -> tuple[PlaceToFill, ...]:
    """Return the places that stand in the rows of a letter, in their order."""
    return tuple(_places(found))


def _places(found: OpenPleading) -> Iterator[PlaceToFill]:
    reader = row_reader(found)
    for part in PARTS_OF[found.writer.kind]:
        for row in found.now.parts.get(part, ()):
            places = brackets_in(row.row.words) if row.in_letter else ()
            for at, words in enumerate(places):
                instead = reader.words(row.row.instead) if _whole(row) else ""
                sign = reader.row(row.row).sign
                can_go = part in _CAN_GO or row.row.key == _EXCUSE
                equal = f"{places[:at].count(words)}.{places.count(words)}"
                mark = f"{crc32(words.encode()):08x}.{equal}"
                said = reader.words(words)
                yield PlaceToFill(part, row.row.key, sign, at, mark, said, instead, can_go)


def _whole(row: EditedRow) -> bool:
    """Return whether the row is one blank to fill in and nothing else."""
    return brackets_in(row.row.words) == (row.row.words.strip(),)


def fill_places(answers: PlaceAnswers, left_out: Collection[str] = ()) -> PleadingChange:
    """Return the change that puts answers in their places, and leaves rows out by their keys.

    The change raises BadInput if there is no answer or a row becomes too long, and NotOnFile if a
    row is not in the letter any more.
    """

    def change(now: EditedPleading, edits: PleadingEdits) -> PleadingEdits:
        if not answers and not left_out:
            raise BadInput("Fill in at least one place.")
        for key in left_out:
            if row := now.row(key):
                edits = leave_row_out(row, edits)
        for key, words in answers.items():
            edits = _answered(now, edits, key, words)
        return edits

    return change


def _answered(
    now: EditedPleading, edits: PleadingEdits, key: str, answers: Mapping[int, str]
) -> PleadingEdits:
    answers = {place: words.translate(_NO_REFERENCE) for place, words in answers.items()}
    row = now.row(key)
    if row is None:
        raise NotOnFile("This row is not in the letter any more. Check the letter.")
    # The title and the words of an own row are two rows with one edit.
    own = edits.own(key) if row.added else None
    if own is None:
        return new_words(row, edits, filled(row.row.words, answers))
    row = replace(row, added=own)
    if key.endswith(OWN_TITLE):
        return new_words(row, edits, own.words, filled(own.title, answers))
    return new_words(row, edits, filled(own.words, answers))


def require_filled(found: OpenPleading) -> None:
    """Raise NotAllowed, naming the row, if a place of the letter is still to be filled in."""
    for place in places_to_fill(found):
        if place.sign:
            raise NotAllowed(
                "Fill in “{words}” in row {sign} before you finalise the letter.",
                words=place.words,
                sign=place.sign,
            )
        raise NotAllowed(
            "Fill in “{words}” before you finalise the letter.",
            words=place.words,
        )


def require_resolved(found: OpenPleading) -> None:
    """Raise NotAllowed, naming the row, if a person's words refer to what is not in the letter."""
    reader = row_reader(found)
    for row in found.now.rows():
        stray = stray_references(found, row, row.row.words) if row.in_letter else ()
        for reference in stray:
            read = reader.row(row.row)
            raise NotAllowed(
                "“{reference}” in row {sign} refers to nothing in this letter. Edit the row "
                "before you finalise the letter.",
                reference=reference,
                sign=read.sign or f"“{shorten(read.words, _MOST_NAMED, placeholder='…')}”",
            )


def require_no_place(letter: Letter) -> None:
    """Raise NotAllowed if words of a letter outside of its rows are still to be filled in."""
    for words in _words(letter.blocks):
        for place in brackets_in(words):
            raise NotAllowed(
                "“{words}” is still to be filled in. Download the Word document, fill it in, and "
                "log the file that you send.",
                words=place,
            )


def _words(blocks: tuple[LetterBlock, ...]) -> Iterator[str]:
    for block in blocks:
        runs: Runs = getattr(block, "runs", ())
        yield run_words(runs)
