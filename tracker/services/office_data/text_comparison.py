"""Two texts compared: versions of a library file by rule and word, other texts by passage."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import tomli

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.services.core.office import Office
from tracker.services.ports.own_library import EntryDifference, EntryName, OwnEntry

# Bytes; the longest law of the library has about 400,000.
LARGEST_COMPARED = 1_000_000
# Lines of other texts: a comparison takes time that grows with the square of their number.
_MOST_LINES = 4000
_FAULTS_SHOWN = 5
# What is said of the older and of the newer text.
_NO_TEXT = (Message("Choose the older text."), Message("Choose the newer text."))
_TOO_LONG = (
    Message("The older text must have {most:,} lines or fewer. Compare it in parts."),
    Message("The newer text must have {most:,} lines or fewer. Compare it in parts."),
)
_UNUSABLE = (
    Message("The older file cannot be used: {faults}"),
    Message("The newer file cannot be used: {faults}"),
)


class PassageChange(NamedTuple):
    """Lines that differ; empty on one side if they were added or removed."""

    before: tuple[str, ...]
    after: tuple[str, ...]


class TextComparison(NamedTuple):
    """What differs between two texts: rules of two library files, or passages of other texts.

    `entry` is the key of the files; empty for other texts.
    """

    entry: str
    rules: tuple[EntryDifference, ...] = ()
    passages: tuple[PassageChange, ...] = ()


def compare_texts(office: Office, older: str, newer: str) -> TextComparison:
    """Return what differs between two texts.

    Two library files of one law or calendar are compared as `tracker law diff` does; an empty
    older text stands for the file in use. Raises BadInput for texts that are empty or too long,
    and names every fault of library files.
    """
    key = _file_key(newer)
    if not older.strip() and key:
        older = office.library_reader.written(_in_use(office, key))
    if not key or not _file_key(older):
        _require_text(older, newer)
        return TextComparison("", passages=tuple(_passages(_lines(older), _lines(newer))))
    if _file_key(older) != key:
        raise BadInput(
            "The older file is “{older}”, the newer “{newer}”. Choose two versions of one file.",
            older=_file_key(older),
            newer=key,
        )
    own, name = office.own_library.in_force(), EntryName(_folder(office, key), key)
    versions = [OwnEntry.unsaved(name, text, office.now()) for text in (older, newer)]
    faults = [
        Message(said, faults=" ".join(found))
        for said, version in zip(_UNUSABLE, versions, strict=True)
        if (found := office.library_reader.faults(own, version)[:_FAULTS_SHOWN])
    ]
    if faults:
        raise BadInput("{faults}", faults=tuple(faults))
    return TextComparison(key, rules=tuple(office.library_reader.differences(own, *versions)))


def _file_key(text: str) -> str:
    """Return the key that a library file says it has; empty for other texts."""
    if "schema" not in text:
        return ""
    try:
        key = tomli.loads(text).get("key", "")
    except tomli.TOMLDecodeError:
        return ""
    return key if isinstance(key, str) else ""


def _folder(office: Office, key: str) -> str:
    return "calendars" if key in office.library.calendars else "laws"


def _in_use(office: Office, key: str) -> object:
    found = getattr(office.library, _folder(office, key)).get(key)
    if found is None:
        raise BadInput("The library has no “{key}”. Choose the older file, too.", key=key)
    return found


def _require_text(older: str, newer: str) -> None:
    faults = []
    for text, missing, too_long in zip((older, newer), _NO_TEXT, _TOO_LONG, strict=True):
        if not text.strip():
            faults.append(missing)
        elif len(_lines(text)) > _MOST_LINES:
            faults.append(Message(too_long, most=_MOST_LINES))
    if faults:
        raise BadInput("{faults}", faults=tuple(faults))


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines that have words, with single spaces."""
    return tuple(line for each in text.splitlines() if (line := " ".join(each.split())))


def _passages(older: tuple[str, ...], newer: tuple[str, ...]) -> Iterator[PassageChange]:
    for kind, start, end, new_start, new_end in SequenceMatcher(None, older, newer).get_opcodes():
        if kind != "equal":
            yield PassageChange(older[start:end], newer[new_start:new_end])
