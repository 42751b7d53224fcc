"""The form for the places of a letter that a person fills in before it is finalised."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import request
from wtforms import BooleanField, Field, HiddenField, TextAreaField

from tracker.domain.base.errors import BadInput
from tracker.domain.words.pleading import PleadingPart
from tracker.services.letters.editing import OpenPleading, row_reader
from tracker.services.letters.filling import PlaceToFill, places_to_fill
from tracker.web.base.forms import PageForm, plain_lines
from tracker.web.base.language import gettext
from tracker.web.desk.letters.pleading_rows import part_name

# The name of a field for words: the key of the row, and the mark of the blank. In a form that was
# opened before blanks had marks, it was the place of the blank.
_OF_WORDS = re.compile(r"(?P<key>.+?)(\.[0-9a-f]{8}\.[0-9]+)?\.[0-9]+")


class ShownPlace(NamedTuple):
    """A blank to fill in with its title, the field for its words, the tick for the statement that
    can stand instead, and the tick that leaves the row out."""

    place: PlaceToFill
    title: str
    words: Field
    instead: Field | None
    out: Field | None


class UnplacedWords(NamedTuple):
    """Words that were typed for a blank which the letter no longer has.

    `now` are those of its row, and `key` names the row; both are empty if that is gone too.
    """

    title: str
    typed: str
    now: str = ""
    key: str = ""


class PlacesForm(PageForm):
    """The places of one letter: a field for the words of each, and a tick for a statement that can
    stand instead."""

    version = HiddenField()

    def shown(self, found: OpenPleading) -> tuple[ShownPlace, ...]:
        """Return the places with their fields."""
        return tuple(
            ShownPlace(
                place,
                _title(found, place.part, place.sign),
                self[_name(place)],
                self[_tick(place)] if place.instead else None,
                self[_out(place)] if _asks_to_go(place) else None,
            )
            for place in places_to_fill(found)
        )

    def answers(self, found: OpenPleading) -> dict[str, dict[int, str]]:
        """Return what was typed or ticked, by row and place; an empty field is no answer.

        Raises BadInput if a statement was ticked and other words typed, or if there is no such
        blank in the letter any more.
        """
        if self.unplaced(found):
            raise BadInput(
                "The letter no longer has a blank that you filled in. Your words are below. "
                "Edit the row to use them."
            )
        said: dict[str, dict[int, str]] = {}
        for place, _, words, instead, out in self.shown(found):
            typed = (words.data or "").strip()
            if out and out.data and typed:
                raise BadInput("Fill in the place or leave the sentence out, not both.")
            if instead and instead.data and typed:
                raise BadInput("Select the statement or enter other words, not both.")
            if instead and instead.data:
                typed = found.row(place.key).row.instead
            if typed:
                said.setdefault(place.key, {})[place.at] = typed
        return said

    def unplaced(self, found: OpenPleading) -> tuple[UnplacedWords, ...]:
        """Return what was typed for blanks that the letter no longer has."""
        return tuple(self._unplaced(found))

    def _unplaced(self, found: OpenPleading) -> Iterator[UnplacedWords]:
        reader = row_reader(found)
        for name, typed in request.form.items():
            field = _OF_WORDS.fullmatch(name)
            if field is None or name in self or not typed.strip():
                continue
            row = found.now.row(field["key"])
            if row is None or not row.in_letter:
                yield UnplacedWords(gettext("A row that is no longer in the letter"), typed)
            else:
                read = reader.row(row.row)
                title = _title(found, row.part, read.sign)
                yield UnplacedWords(title, typed, read.words, row.row.key)

    def left_out(self, found: OpenPleading) -> tuple[str, ...]:
        """Return the keys of the rows that a person leaves out."""
        return tuple(s.place.key for s in self.shown(found) if s.out and s.out.data)


def places_form(found: OpenPleading) -> PlacesForm:
    """Return the form for the places that stand in a letter."""
    fields: dict[str, Any] = {}
    for place in places_to_fill(found):
        label = _title(found, place.part, place.sign)
        if place.instead:
            fields[_tick(place)] = BooleanField(_set_apart(place.instead))
            label = gettext("Or other words")
        if _asks_to_go(place):
            fields[_out(place)] = BooleanField(gettext("Not known: leave this sentence out"))
        fields[_name(place)] = TextAreaField(
            label, filters=[plain_lines], description=_set_apart(place.words)
        )
    made: type[PlacesForm] = type("PlacesOfLetter", (PlacesForm,), fields)
    return made(version=str(found.edits.version))


def _set_apart(words: str) -> str:
    """Return words of the letter, which keep their direction on a page of another language."""
    return f"\u2068{words}\u2069"


def _name(place: PlaceToFill) -> str:
    return f"{place.key}.{place.mark}"


def _tick(place: PlaceToFill) -> str:
    return f"{_name(place)}.instead"


def _out(place: PlaceToFill) -> str:
    return f"{_name(place)}.out"


def _asks_to_go(place: PlaceToFill) -> bool:
    return place.can_go and place.at == 0


def _title(found: OpenPleading, part: PleadingPart, sign: str) -> str:
    name = part_name(found, part)
    return gettext("{part}, row {sign}", part=name, sign=sign) if sign else str(name)
