"""Entries of the library, written as TOML files that read back as equal entries."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import StrEnum
from json import dumps
from re import fullmatch
from typing import Any

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Weekend
from tracker.domain.law.law import Source
from tracker.domain.law.law_file import NotKnown
from tracker.lawfiles.filling import SCHEMA, WEEKDAYS, is_table
from tracker.lawfiles.reader import LIBRARY_FOLDERS
from tracker.lawfiles.shape import Word, shape_of

# Short tables, written on one line.
ON_ONE_LINE = (Source, Span, Text)


def library_file_text(entry: object) -> str:
    """Return the file of one entry in a fixed form.

    Words are in the order of the schema. Optional defaults and comments are left out. Reading the
    file gives an equal entry.
    """
    lines = [f"schema = {SCHEMA}", *_entry(entry)]
    return "\n".join(lines) + "\n"


def _entry(entry: Any) -> Iterator[str]:
    """Yield an entry as its file or, if files of its kind hold several, as a table in it."""
    (table,) = (shelf.table for shelf in LIBRARY_FOLDERS.values() if shelf.cls is type(entry))
    if not table:
        yield from _table(entry, (), named=True)
        return
    path = (table, entry.key)
    yield from ("", f"[{_path(path)}]")
    yield from _table(entry, path, named=False)


def _table(entry: Any, path: tuple[str, ...], *, named: bool) -> Iterator[str]:
    """Yield the words of one table, then the tables within it.

    Without `named`, the table's key is the last part of `path` and is not written as a word.
    """
    within = []
    cls: type = type(entry)
    for word in shape_of(cls).words:
        value = getattr(entry, word.field)
        if (word.word == "key" and not named) or _left_out(entry, word, value):
            continue
        if word.flat:
            yield from _span(value)
        elif _stands_apart(value):
            within.append((word.word, value))
        else:
            yield f"{word.word} = {_value(entry, word, value)}"
    for name, value in within:
        yield from _apart(value, (*path, name))


def _left_out(entry: Any, word: Word, value: object) -> bool:
    """Return whether reading the table without this word gives the same entry."""
    if value is None:
        return True
    if word.required:
        return value == () and word.may_be_left_out
    (field,) = (each for each in fields(entry) if each.name == word.field)
    if field.default_factory is not MISSING:
        return bool(value == field.default_factory())
    return bool(value == field.default)


def _stands_apart(value: object) -> bool:
    """Return whether a value is written as tables in brackets."""
    if isinstance(value, tuple):
        return (bool(value) and is_table(type(value[0]))) or _are_texts(value)
    if isinstance(value, Mapping):
        return not all(isinstance(each, date) for each in value.values()) or not value
    return is_table(type(value)) and not isinstance(value, ON_ONE_LINE)


def _are_texts(value: tuple[object, ...]) -> bool:
    return bool(value) and isinstance(value[0], Text)


def _apart(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _by_key(value, path)
        return
    brackets = "[[{}]]" if isinstance(value, tuple) else "[{}]"
    for each in value if isinstance(value, tuple) else (value,):
        yield ""
        yield brackets.format(_path(path))
        if isinstance(each, NotKnown) and each.about:
            yield f"about = {_plain(each.about)}"
        if isinstance(each, Text):
            yield from (
                f"{_key(language)} = {_quoted(said)}" for language, said in each.words.items()
            )
        else:
            yield from _table(each, path, named=True)


def _by_key(value: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Yield entries under their keys, each as a table in brackets or all as words of one table."""
    if not value or not all(map(_stands_apart, value.values())):
        yield from ("", f"[{_path(path)}]")
        yield from (f"{_key(key)} = {_plain(each)}" for key, each in value.items())
        return
    for key, each in value.items():
        yield from ("", f"[{_path((*path, key))}]")
        yield from _table(each, (*path, key), named=False)


def _value(entry: object, word: Word, value: Any) -> str:
    if isinstance(entry, Weekend) and word.field == "weekdays":
        return _plain([WEEKDAYS[n] for n in sorted(value)])
    return _plain(value)


def _plain(value: Any) -> str:
    """Return a value on one line."""
    match value:
        case bool():
            return str(value).lower()
        case StrEnum() | str():
            return _quoted(str(value))
        case Text():
            return _inline(value.words)
        case Span():
            return "{ " + ", ".join(_span(value)) + " }"
        case Source():
            names = ("where", "read_in", "note", "archived")
            return _inline({name: getattr(value, name) for name in names})
        case Mapping():
            return _inline(value)
        case frozenset():
            return _plain(sorted(value))
        case list() | tuple():
            return f"[{', '.join(map(_plain, value))}]"
    return str(value)


def _inline(words: Mapping[str, object]) -> str:
    said = (f"{_key(word)} = {_plain(value)}" for word, value in words.items() if value != "")
    return "{ " + ", ".join(said) + " }"


def _span(span: Span) -> Iterator[str]:
    yield f"since = {span.since}"
    if span.until:
        yield f"until = {span.until}"


def _path(parts: tuple[str, ...]) -> str:
    return ".".join(map(_key, parts))


def _key(word: str) -> str:
    return word if fullmatch(r"[A-Za-z0-9_-]+", word) else _quoted(word)


def _quoted(words: str) -> str:
    """Return a basic string. TOML escapes the same characters as JSON, and one more."""
    return dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
