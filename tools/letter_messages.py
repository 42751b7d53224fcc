"""The messages in letters, by the kind of letter.

A language that is used only in letters has a catalogue of these messages. A place is a file, a
folder, or a name in a file, and means every message there. Messages of remedies may stay
untranslated: a letter that would print one is in English
(tracker/services/letters/wordings/unworded.py). The test that writes letters and compares is
tests/services/letters/wordings/test_letters_alone.py.
"""

import ast
from collections.abc import Collection
from functools import cache
from pathlib import Path

from babel.messages import Catalog

from tracker.domain.law.law import LetterKind
from tracker.translations import spoken_languages

ROOT = Path(__file__).parents[1]
_LETTERS = "tracker/services/letters"
_EVENTS = "tracker/domain/events"
_EVERY = (
    "tracker/domain/words/letter.py:PAGE_LINE",
    f"{_LETTERS}/request_words.py:_TO_CONFIRM",
    f"{_LETTERS}/letterhead.py:BANNER",
    f"{_LETTERS}/letterhead.py:_LAW_NOT_VERIFIED",
    f"{_LETTERS}/cosigning.py:identity_line",
    f"{_LETTERS}/folder.py:reference_line",
    "tracker/services/core/naming.py:block_words",
    f"{_LETTERS}/wordings/parallel_text.py:PARALLEL_NOTE",
)
_SENT = (
    "tracker/services/core/day_phrases.py",
    "tracker/services/core/naming.py:SENT_HOW",
)
_ANNEXED = (
    f"{_LETTERS}/chronology.py:annexes",
    f"{_LETTERS}/chronology.py:paper_name",
    "tracker/services/core/entry_words.py:_COPIED",
    "tracker/services/core/entry_words.py:_COPIED_LATER",
    f"{_EVENTS}/correspondence/sent.py:Sent.document",
    f"{_EVENTS}/correspondence/sent.py:Sent.unproved_document",
    f"{_EVENTS}/correspondence/received.py:Received.document",
    f"{_EVENTS}/correspondence/acknowledged.py:Acknowledged.document",
    f"{_EVENTS}/clock/transferred.py:Transferred.document",
)
_EXTENSION = f"{_EVENTS}/clock/extension_noticed.py:ExtensionNoticed.document"
_REMEDY = (
    *_SENT,
    *_ANNEXED,
    f"{_LETTERS}/pleading/",
    f"{_LETTERS}/appeal_words.py",
    f"{_LETTERS}/earlier_remedies.py",
    f"{_LETTERS}/chronology.py:_document",
    f"{_LETTERS}/paper_dates.py",
    f"{_LETTERS}/request_words.py",
    _EXTENSION,
    f"{_EVENTS}/clock/fee_noticed.py:FeeNoticed.document",
    f"{_EVENTS}/responses/answered.py:Answered.document",
    f"{_EVENTS}/responses/not_held.py:NotHeld.document",
    f"{_EVENTS}/responses/partly_answered.py:PartlyAnswered.document",
    f"{_EVENTS}/responses/refused.py:Refused.document",
    "tracker/services/core/naming.py:began",
    "tracker/services/deadlines/explaining.py:said_length",
    "tracker/services/core/naming.py:OUTCOMES",
    "tracker/services/core/naming.py:DECISIONS",
    "tracker/services/core/naming.py:PARTIES",
)
PLACES: dict[str, tuple[str, ...]] = {
    LetterKind.REQUEST: (
        f"{_LETTERS}/request_words.py",
        f"{_LETTERS}/request_facts.py:_urgency_words",
        f"{_LETTERS}/request_facts.py:_stated",
        "tracker/services/core/office.py:Office",
        "tracker/services/core/naming.py:began",
    ),
    LetterKind.COVER_NOTE: (),
    LetterKind.REMINDER: (
        *_SENT,
        *_ANNEXED,
        _EXTENSION,
        f"{_EVENTS}/responses/partly_answered.py:PartlyAnswered.document",
    ),
    LetterKind.EXTENSION_CHALLENGED: (
        *_SENT,
        *_ANNEXED,
        _EXTENSION,
        f"{_LETTERS}/paper_dates.py",
    ),
    LetterKind.FEE_DISPUTED: (
        *_SENT,
        *_ANNEXED,
        f"{_EVENTS}/clock/fee_noticed.py:FeeNoticed.document",
        f"{_LETTERS}/paper_dates.py",
    ),
    LetterKind.THANKS: (*_SENT, f"{_LETTERS}/paper_dates.py"),
    LetterKind.APPEAL: _REMEDY,
    LetterKind.INTERNAL_REVIEW: _REMEDY,
}


def kinds_worded_in(
    language: str, letters: Path = ROOT / "templates/letters"
) -> frozenset[LetterKind]:
    """Return the kinds of letters that have a wording in a language that has no pages.

    The request is always one of them.
    """
    worded = spoken_languages(letters).letters.get(language, frozenset())
    return frozenset({LetterKind.REQUEST, *worded})


def messages_of_letters(template: Catalog, kinds: Collection[str]) -> Catalog:
    """Return those messages of a template that letters of these kinds may contain."""
    places = {place for kind in kinds for place in (*_EVERY, *PLACES.get(kind, ()))}
    made = Catalog(
        project=template.project, header_comment=template.header_comment, charset="utf-8"
    )
    for message in template:
        said = [each for each in message.locations if _is_in(places, *each)]
        if message.id and said:
            made.add(message.id, locations=said, flags=message.flags)
    return made


def _is_in(places: Collection[str], file: str, line: int | None) -> bool:
    if any(file == each or (each.endswith("/") and file.startswith(each)) for each in places):
        return True
    named = [place.rpartition(":")[2] for place in places if place.startswith(f"{file}:")]
    parts = [part for name in named for part in _lines(file, name)]
    return any(first <= (line or 0) <= last for first, last in parts)


@cache
def _lines(file: str, name: str) -> tuple[tuple[int, int], ...]:
    """Return the first and last line of each definition of this name in a file.

    Raises ValueError if there is none.
    """
    tree: ast.AST = ast.parse((ROOT / file).read_text("utf-8"))
    for part in name.split("."):
        found = [node for node in getattr(tree, "body", ()) if part in _names(node)]
        if not found:
            raise ValueError(f"{file} has no {name}: correct tools/letter_messages.py")
        tree = found[0]
    return tuple((n.lineno, n.end_lineno or n.lineno) for n in found if isinstance(n, ast.stmt))


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return {each.id for each in targets if isinstance(each, ast.Name)}
