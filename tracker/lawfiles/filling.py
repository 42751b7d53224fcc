"""Dataclasses of the domain, filled from TOML tables. A fault is noted and reading continues."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, NamedTuple, TypeGuard, get_args, get_origin

import tomli

from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Weekend
from tracker.domain.law.law_file import LawFact, NotKnown
from tracker.lawfiles.faults import Complaint, suggestion
from tracker.lawfiles.references import Reference
from tracker.lawfiles.rules import Broken, broken_rules
from tracker.lawfiles.shape import ReferenceKind, Word, shape_of

# Characters that pages, feeds and calendars cannot hold, or that reverse the text after them.
UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]")
SCHEMA = 1
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS_OF_VALUE = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with a fraction",
    str: "text",
    date: "a date",
    list: "a list",
    dict: "a table",
}


class _Unreadable:
    """Marks a value that could not be read; a complaint says why."""


UNREADABLE = _Unreadable()


@dataclass
class Filling:
    """One file while it is read: its references and its faults.

    Values that are equal become one object, also across files that are read with one `same`.
    """

    file: str
    digest: str
    same: dict[Any, Any] = field(default_factory=dict, repr=False)
    complaints: list[Complaint] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    dropped: int = 0

    def complain(self, place: str, message: str) -> None:
        """Note a fault."""
        self.complaints.append(Complaint(self.file, place, message))

    def drop(self, place: str, message: str) -> _Unreadable:
        """Note a fault and return UNREADABLE in place of the value."""
        self.complain(place, message)
        self.dropped += 1
        return UNREADABLE

    def fill(
        self, cls: type, table: object, place: str, given: Mapping[str, object] | None = None
    ) -> Any:
        """Return a `cls` filled from a table. `given` holds fields that are not in the table.

        Returns UNREADABLE if a required word is missing or cannot be read.
        """
        if not isinstance(table, dict):
            return self._wrong_kind(place, "a table", table)
        kind, given = _kind_of(cls), given or {}
        allowed = kind.allowed - given.keys() if given else kind.allowed
        if not table.keys() <= allowed:
            self._refuse_unknown(table, allowed, place)
        values, readable, dropped = {**kind.absent, **given}, True, self.dropped
        for name, must_be_read, word, reading in kind.words:
            # TOML has no null: a word without a value is absent, as most words of most tables are.
            if (name not in table and not must_be_read) or word.field in given:
                continue
            value = self._field(word, reading, table, place)
            if value is not UNREADABLE:
                values[word.field] = value
            elif word.required:
                readable = False
        if not readable:
            return UNREADABLE
        filled = cls(**values)
        # If parts were dropped, what is left would break rules that the file follows.
        if kind.rules and dropped == self.dropped:
            for where, message in kind.rules(filled):
                self.complain(_at(place, where), message)
        return filled

    def _refuse_unknown(self, table: dict[str, Any], allowed: frozenset[str], place: str) -> None:
        for unknown in table.keys() - allowed:
            self.complain(place, f"unknown word “{unknown}”. {suggestion(unknown, allowed)}")

    def _field(self, word: Word, reading: "_Reading", table: dict[str, Any], place: str) -> Any:
        """Return the value of one word, UNREADABLE if it is missing or cannot be read."""
        if word.flat:
            ends = {end: table[end] for end in ("since", "until") if end in table}
            return self.fill(word.hint, ends, place)
        value = table.get(word.word)
        if value is None:
            return self.drop(place, f"“{word.word}” is missing.")
        at = _at(place, word.word)
        read = reading(self, value, at)
        if word.refers_to and read is not UNREADABLE:
            self._refer(word, read, at)
        return read

    def _refer(self, word: Word, read: Any, place: str) -> None:
        kind = word.refers_to
        if kind is None:
            return
        keys = (read,) if isinstance(read, str) else tuple(read)
        if kind is ReferenceKind.PROVISION and not keys and word.field == "sources":
            self.complain(place, "must name at least one provision.")
        self.references += [Reference(kind, key, self.file, place) for key in keys]
        if kind is ReferenceKind.LAW and isinstance(read, Mapping):  # provisions, by law
            self.references += [
                Reference(ReferenceKind.PROVISION, key, self.file, _at(place, law), law)
                for law, provisions in read.items()
                for key in provisions
            ]

    def several(
        self,
        value: object,
        place: str,
        make: Callable[[list[Any]], Any],
        each: "_Reading",
        keyed: bool = False,
    ) -> Any:
        """Return a list whose members `each` reads. Members that cannot be read are left out."""
        if not isinstance(value, list):
            return self._wrong_kind(place, "a list", value)
        read = [each(self, one, f"{place}[{n}]") for n, one in enumerate(value, start=1)]
        if keyed:
            self._refuse_repeated_keys(read, place)
        return make([one for one in read if one is not UNREADABLE])

    def _refuse_repeated_keys(self, read: list[Any], place: str) -> None:
        seen = set()
        for n, each in enumerate(read, start=1):
            key = getattr(each, "key", None)
            if key is not None and key in seen:
                self.complain(f"{place}[{n}].key", f"“{key}” is used twice in this list.")
            seen.add(key)

    def by_key(self, value: object, place: str, key_hint: Any, hint: Any) -> Any:
        """Return a table by keys. Each entry gets its key if its dataclass has one."""
        if not isinstance(value, dict):
            return self._wrong_kind(place, "a table", value)
        read = {}
        read_key, read_entry = reading_of(key_hint), reading_of(hint)
        for word, each in value.items():
            key, at = read_key(self, word, place), _at(place, word)
            if is_table(hint):
                filled = self.fill(hint, each, at, given={"key": word})
            else:
                filled = read_entry(self, each, at)
            if key is not UNREADABLE and filled is not UNREADABLE:
                read[key] = filled
        return read

    def text(self, value: object, place: str) -> Any:
        """Return a text by language. Line breaks are read as spaces."""
        if not isinstance(value, dict):
            return self._wrong_kind(place, 'a text by language, as { en = "…" }', value)
        words: dict[str, str] = {}
        for language, said in value.items():
            if not _is_language(language):
                self.complain(place, f"“{language}” is no language code, such as en or ur.")
            elif (read := self._words(said, place, language)) is not UNREADABLE:
                words[language] = read
        if not value:
            return self.drop(place, "holds no words in any language.")
        if not words:
            return UNREADABLE
        key = tuple(words.items())
        if (known := self.same.get(key)) is None:
            known = self.same[key] = Text(words)
        return known

    def not_known(self, value: object, place: str) -> Any:
        """Return what is not known: a text by language, with the kinds of facts in `about`."""
        if not isinstance(value, dict):
            return self.text(value, place)
        words = {word: said for word, said in value.items() if word != "about"}
        read_about = reading_of(tuple[LawFact, ...])
        about = read_about(self, value.get("about", []), _at(place, "about"))
        said = self.text(words, place)
        if UNREADABLE in (about, said):
            return UNREADABLE
        return NotKnown(said.words, about)

    def one_of(self, value: object, place: str, members: Mapping[str, StrEnum]) -> Any:
        """Return one of the allowed words."""
        if isinstance(value, str) and value in members:
            return members[value]
        return self.drop(place, f"“{value}” is not allowed. {suggestion(str(value), members)}")

    def plain(self, value: object, place: str, kind: type) -> Any:
        """Return a number, a day or a boolean."""
        if type(value) is not kind:
            return self._wrong_kind(place, KINDS_OF_VALUE[kind], value)
        return self._one(value) if kind is date else value

    def line(self, value: object, place: str) -> Any:
        """Return words as they are written."""
        return self._one(value) if self._are_words(value, place) else UNREADABLE

    def _words(self, value: object, place: str, language: str) -> Any:
        """Return words of a text, with single spaces."""
        if not self._are_words(value, place, language):
            return UNREADABLE
        # Most words have no others: spaces are the only blanks that can be shown.
        if not value.isprintable() or "  " in value or " " in (value[0], value[-1]):
            value = " ".join(value.split())
        return self._one(value)

    def _are_words(self, value: object, place: str, below: str = "") -> TypeGuard[str]:
        """Return whether a value is text that can be shown; if not, a complaint says why."""
        if type(value) is not str:
            self._wrong_kind(_at(place, below), KINDS_OF_VALUE[str], value)
        elif not value or value.isspace():
            self.drop(_at(place, below), "must not be empty.")
        # Python knows whether a text has such signs, so few texts are searched.
        elif not value.isprintable() and (sign := UNPRINTED.search(value)):
            said = f"holds a sign that nobody sees, U+{ord(sign[0]):04X}."
            self.drop(_at(place, below), said)
        else:
            return True
        return False

    def _one(self, value: Any) -> Any:
        """Return the first text or day that was equal to this one."""
        return self.same.setdefault(value, value)

    def table_of(self, content: bytes) -> dict[str, Any] | None:
        """Return what a file says as TOML; None if it cannot be read."""
        try:
            # Editors on Windows write a byte order mark, which means nothing.
            return tomli.loads(content.decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            line = content[: fault.start].count(b"\n") + 1
            self.complain(f"line {line}", "is not UTF-8; save the file as UTF-8.")
        except tomli.TOMLDecodeError as fault:
            self.complain("", f"cannot be read as TOML: {fault}.")
        except RecursionError:
            self.complain("", "cannot be read as TOML: too many brackets stand within each other.")
        return None

    def knows_schema(self, table: dict[str, Any]) -> bool:
        """Return whether a file names the schema that this version reads, and take it out."""
        if "schema" not in table:
            self.complain("", f"“schema” is missing: begin the file with schema = {SCHEMA}.")
            return False
        schema = table.pop("schema")
        if type(schema) is not int or schema != SCHEMA:
            self.complain("schema", f"{schema} is not known; this version reads schema {SCHEMA}.")
            return False
        return True

    def weekdays(self, value: object, place: str) -> Any:
        """Return weekdays as numbers, from their names."""
        names = self.several(value, place, tuple, reading_of(str))
        if names is UNREADABLE:
            return UNREADABLE
        for name in names:
            if name not in WEEKDAYS:
                self.complain(place, f"“{name}” is no weekday. Allowed: {', '.join(WEEKDAYS)}.")
        return frozenset(WEEKDAYS.index(name) for name in names if name in WEEKDAYS)

    def _wrong_kind(self, place: str, expected: str, value: object) -> _Unreadable:
        found = KINDS_OF_VALUE.get(type(value), "a moment with a time of day")
        return self.drop(place, f"must be {expected}, not {found}.")


_Reading = Callable[[Filling, object, str], Any]
"""A function that reads the value at a place of a file."""


@cache
def reading_of(hint: Any) -> _Reading:
    """Return the function that reads a value of type `hint`. Cached for each type."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (some,) = (each for each in parts if each is not NoneType)
        return reading_of(some)
    if origin in (tuple, frozenset):
        each, keyed = reading_of(parts[0]), is_table(parts[0])
        return partial(Filling.several, make=origin, each=each, keyed=keyed)
    if origin is not None:
        return partial(Filling.by_key, key_hint=parts[0], hint=parts[1])
    if hint is Text:
        return Filling.text
    if hint is NotKnown:
        return Filling.not_known
    if is_table(hint):
        return lambda filling, value, place: filling.fill(hint, value, place)
    if issubclass(hint, StrEnum):
        return partial(Filling.one_of, members={str(each): each for each in hint})
    return Filling.line if hint is str else partial(Filling.plain, kind=hint)


class _KindOfTable(NamedTuple):
    """What is the same for each table of a kind.

    `words` has each word with whether it is read even if it is absent, and what reads its value.
    `absent` has the values of words that are absent, by their fields.
    """

    words: tuple[tuple[str, bool, Word, _Reading], ...]
    allowed: frozenset[str]
    absent: Mapping[str, tuple[()] | None]
    rules: Callable[[Any], Broken] | None


@cache
def _kind_of(cls: type) -> _KindOfTable:
    shape = shape_of(cls)
    optional = [word for word in shape.words if word.may_be_left_out and not word.flat]
    rules = broken_rules.dispatch(cls)
    return _KindOfTable(
        tuple(
            (word.word, word.flat or not word.may_be_left_out, word, _reading(cls, word))
            for word in shape.words
        ),
        shape.allowed,
        # An optional table that is absent is an empty tuple.
        {word.field: () if word.required else None for word in optional if _is_filled(word)},
        None if rules is broken_rules.dispatch(object) else rules,
    )


def _is_filled(word: Word) -> bool:
    """Return whether an absent word still fills its field, because that has no default."""
    return word.required or word.nullable


def _reading(cls: type, word: Word) -> _Reading:
    if cls is Weekend and word.field == "weekdays":
        return Filling.weekdays
    return reading_of(word.hint)


@cache
def _is_language(code: str) -> bool:
    return 2 <= len(code.partition("-")[0]) <= 3 and code.islower()


def is_table(hint: Any) -> bool:
    """Return whether a value of this type is written as a table of its own."""
    return isinstance(hint, type) and is_dataclass(hint) and not issubclass(hint, Text)


def _at(place: str, word: str) -> str:
    return f"{place}.{word}" if place and word else place or word
