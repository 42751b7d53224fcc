"""The edits of a lawyer in one pleading, and the pleading as it reads with them.

An edit stores the words that it replaced, so that both drafts can be compared when facts change.
A row that is no longer drafted is shown apart, and is out of the letter until a person keeps it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.words.brackets import brackets_in
from tracker.domain.words.pleading import (
    NO_BASIS,
    Pleading,
    PleadingBasis,
    PleadingPart,
    PleadingRow,
    RowForm,
    at_annex,
)

OWN_ROW = "own:"
OWN_TITLE = ":title"
# Which rows a row takes along: a heading all below it, a paragraph the items under it.
_LEVELS = {RowForm.HEADING: 0, RowForm.PARAGRAPH: 1, RowForm.PLAIN: 1}
_ITEM_LEVEL = 2


class RowState(StrEnum):
    """How a row of a pleading stands: who wrote it, and whether it is in the letter."""

    DRAFTED = "as-drafted"
    EDITED = "edited"
    REDRAFTED = "edited-and-redrafted"
    LEFT_OUT = "left-out"
    OFFERED = "offered"
    ADDED = "added"
    UNSUPPORTED = "no-longer-drafted"


@dataclass(frozen=True, slots=True)
class RowEdit:
    """What a person changed in one drafted row.

    `words` are None while the drafted words are used. `base` are the drafted words that they
    replaced. `kept` keeps the row although it is not drafted any more, or is only offered.
    """

    key: str
    part: PleadingPart
    form: RowForm = RowForm.PARAGRAPH
    words: str | None = None
    base: str = ""
    rests_on: PleadingBasis = NO_BASIS
    left_out: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class OwnAuthority:
    """A decision or text that a lawyer cites beside those of the library.

    `read_at` says where it can be read. `checked_by` opened it and checked that it was not stayed.
    """

    cite: str
    read_at: str
    checked_by: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row that a person wrote: a ground with a `title`, or a paragraph of a part.

    It names what it rests on: entries and provisions, a `source` in words, or an authority.
    `argument` and `argument_version` are of the office's library, if the words come from there.
    """

    key: str
    part: PleadingPart
    words: str
    title: str = ""
    rests_on: PleadingBasis = NO_BASIS
    source: str = ""
    authority: OwnAuthority | None = None
    argument: str = ""
    argument_version: int = 0

    @property
    def founded(self) -> bool:
        """Return whether the row says on which fact, section or source it rests."""
        return bool(self.rests_on != NO_BASIS or self.source or self.authority)

    @property
    def as_pleaded(self) -> str:
        """Return the words with the authority cited after them, and its annex."""
        if self.authority is None:
            return self.words
        return f"{self.words} ({self.authority.cite}){at_annex(self.key)}"


@dataclass(frozen=True, slots=True)
class PartOrder:
    """The order that a person gave the rows of a part, by key."""

    part: PleadingPart
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PleadingEdits:
    """All edits in the pleading of one remedy in one language. Version 0 has none.

    `items_out` are the items of the request, by key, that the letter does not put at issue.
    """

    version: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None
    rows: tuple[RowEdit, ...] = ()
    added: tuple[AddedRow, ...] = ()
    orders: tuple[PartOrder, ...] = ()
    items_out: tuple[str, ...] = ()

    def row(self, key: str) -> RowEdit | None:
        """Return the edit of a row, None if it has none."""
        return next((each for each in self.rows if each.key == key), None)

    @property
    def rows_out(self) -> frozenset[str]:
        """Return the keys of the rows that a person left out."""
        return frozenset(each.key for each in self.rows if each.left_out)

    @property
    def rows_said(self) -> Mapping[str, str]:
        """Return the words that a person wrote in place of those of a row, by its key."""
        return {each.key: each.words for each in self.rows if each.words}

    def own(self, key: str) -> AddedRow | None:
        """Return the added row with a key, or with a title of that key."""
        key = key.removesuffix(OWN_TITLE)
        return next((each for each in self.added if each.key == key), None)

    def order(self, part: PleadingPart) -> tuple[str, ...]:
        """Return the order that a person gave a part; empty if none."""
        return next((each.keys for each in self.orders if each.part is part), ())


NO_EDITS = PleadingEdits()
# The states of a row that has words of a person.
_BY_HAND = frozenset({RowState.EDITED, RowState.REDRAFTED, RowState.ADDED})
# The states of a row that is not in the letter.
_OUT = frozenset({RowState.LEFT_OUT, RowState.OFFERED, RowState.UNSUPPORTED})


@dataclass(frozen=True, slots=True)
class EditedRow:
    """One row as it reads now, with its state and the words as they are drafted now.

    `under` is true for a row that is out of the letter with the row above it.
    """

    row: PleadingRow
    part: PleadingPart
    state: RowState
    drafted: str = ""
    base: str = ""
    added: AddedRow | None = None
    under: bool = False

    @property
    def in_letter(self) -> bool:
        """Return whether the row is in the letter."""
        return self.state not in _OUT and not self.under


@dataclass(frozen=True, slots=True)
class EditedPleading:
    """A pleading with the edits applied: every row, in the letter or not."""

    drafted: Pleading
    parts: Mapping[PleadingPart, tuple[EditedRow, ...]]

    def rows(self) -> tuple[EditedRow, ...]:
        """Return every row, part by part."""
        return tuple(row for part in PleadingPart for row in self.parts.get(part, ()))

    def row(self, key: str) -> EditedRow | None:
        """Return the row with a key, None if there is none."""
        return next((each for each in self.rows() if each.row.key == key), None)

    def pleading(self) -> Pleading:
        """Return the pleading as the letter has it."""
        parts = {
            part: tuple(each.row for each in rows if each.in_letter)
            for part, rows in self.parts.items()
        }
        # To fill in a place that the draft leaves open is no change of the draft.
        changed = (e for e in self.rows() if e.in_letter and not brackets_in(e.drafted))
        by_hand = frozenset(each.row.key for each in changed if each.state in _BY_HAND)
        return replace(self.drafted, parts=parts, by_hand=by_hand)


def edited(pleading: Pleading, edits: PleadingEdits = NO_EDITS) -> EditedPleading:
    """Return a pleading with edits applied. Without edits, every row is as drafted."""
    parts = {}
    known = frozenset(row.key for row in pleading.rows())
    for part in PleadingPart:
        drafted = pleading.parts.get(part, ())
        rows = tuple(_rows(part, drafted, edits, known))
        if rows or part in pleading.parts:
            parts[part] = _under_left_out(_arranged(rows, edits.order(part)))
    return EditedPleading(pleading, parts)


def _rows(
    part: PleadingPart, drafted: Sequence[PleadingRow], edits: PleadingEdits, known: frozenset[str]
) -> Iterator[EditedRow]:
    """Yield the rows of a part as drafted. `known` are the keys that are drafted in any part."""
    for row in drafted:
        yield _edited_row(part, row, edits.row(row.key))
    for edit in edits.rows:
        if edit.part is part and edit.key not in known and edit.words is not None:
            yield _not_drafted(edit)
    for own in edits.added:
        if own.part is part:
            yield from _own_rows(own, _own_form(drafted), edits)


def _edited_row(part: PleadingPart, row: PleadingRow, edit: RowEdit | None) -> EditedRow:
    state = RowState.OFFERED if row.offered else RowState.DRAFTED
    if edit is None:
        return EditedRow(row, part, state, row.words)
    if edit.kept:
        state = RowState.DRAFTED
    if edit.words is not None:
        state = RowState.EDITED if edit.base == row.words else RowState.REDRAFTED
    if edit.left_out:
        state = RowState.LEFT_OUT
    words = row.words if edit.words is None else edit.words
    return EditedRow(replace(row, words=words), part, state, row.words, edit.base)


def _not_drafted(edit: RowEdit) -> EditedRow:
    """Return a row that was edited and is not drafted any more."""
    row = PleadingRow(edit.key, edit.words or "", edit.form, edit.rests_on)
    state = RowState.EDITED if edit.kept else RowState.UNSUPPORTED
    if edit.left_out:
        state = RowState.LEFT_OUT
    return EditedRow(row, edit.part, state, "", edit.base)


def _own_form(drafted: Sequence[PleadingRow]) -> RowForm:
    """Return how an added row is set: as the last row of its part."""
    forms = [row.form for row in drafted if row.form not in (RowForm.HEADING, RowForm.PLAIN)]
    return forms[-1] if forms else RowForm.PARAGRAPH


def _own_rows(own: AddedRow, form: RowForm, edits: PleadingEdits) -> Iterator[EditedRow]:
    if own.title:
        title = PleadingRow(own.key + OWN_TITLE, own.title, RowForm.HEADING, own.rests_on)
        yield EditedRow(title, own.part, _own_state(title.key, edits), added=own)
        form = RowForm.PARAGRAPH
    row = PleadingRow(own.key, own.as_pleaded, form, own.rests_on)
    yield EditedRow(row, own.part, _own_state(own.key, edits), added=own)


def _own_state(key: str, edits: PleadingEdits) -> RowState:
    edit = edits.row(key)
    return RowState.LEFT_OUT if edit and edit.left_out else RowState.ADDED


def _arranged(rows: Sequence[EditedRow], wanted: Sequence[str]) -> tuple[EditedRow, ...]:
    """Return rows in the order that a person gave them.

    A row that the order does not know follows the one that it follows in the draft.
    """
    by_key = {each.row.key: each for each in rows}
    placed = [key for key in dict.fromkeys(wanted) if key in by_key]
    given, before = set(placed), ""
    for key in by_key:
        if key not in given:
            placed.insert(placed.index(before) + 1 if before else 0, key)
        before = key
    return tuple(by_key[key] for key in placed)


def _under_left_out(rows: Sequence[EditedRow]) -> tuple[EditedRow, ...]:
    """Mark the rows that are out of the letter with the row above them."""
    found, above = [], _ITEM_LEVEL + 1
    for each in rows:
        under = level(each.row) > above
        if not under:
            above = level(each.row) if each.state in _OUT else _ITEM_LEVEL + 1
        found.append(replace(each, under=under))
    return tuple(found)


def level(row: PleadingRow) -> int:
    """Return 0 for a heading, 1 for a paragraph, 2 for an item under one."""
    return _LEVELS.get(row.form, _ITEM_LEVEL)


def rewrite_row(
    now: EditedRow, edits: PleadingEdits, words: str, title: str = ""
) -> PleadingEdits:
    """Return the edits with new words for a row. The words that they replace are stored."""
    if now.added:
        changed = replace(now.added, words=words, title=title or now.added.title)
        own = tuple(changed if each.key == changed.key else each for each in edits.added)
        return replace(edits, added=own)
    if words == now.drafted:
        return restore_row(now, edits)
    return _with_row(edits, replace(_edit_of(now, edits), words=words, base=now.drafted))


def restore_row(now: EditedRow, edits: PleadingEdits) -> PleadingEdits:
    """Return the edits with the drafted words in place of the lawyer's."""
    edit = replace(_edit_of(now, edits), words=None, base="")
    return _with_row(edits, replace(edit, kept=now.row.offered and now.in_letter))


def keep_row(now: EditedRow, edits: PleadingEdits) -> PleadingEdits:
    """Return the edits with a person's words kept against the words as they are drafted now."""
    edit = _edit_of(now, edits)
    return _with_row(edits, replace(edit, base=now.drafted, kept=not now.drafted, left_out=False))


def leave_row_out(now: EditedRow, edits: PleadingEdits, out: bool = True) -> PleadingEdits:
    """Return the edits with a row left out of the letter, or put back."""
    edit = replace(_edit_of(now, edits), left_out=out)
    return _with_row(edits, replace(edit, kept=not out) if now.row.offered else edit)


def put_item_out(key: str, edits: PleadingEdits, out: bool = True) -> PleadingEdits:
    """Return the edits with an item of the request left out of the letter, or put back."""
    others = tuple(each for each in edits.items_out if each != key)
    return replace(edits, items_out=(*others, key) if out else others)


def add_own_row(edits: PleadingEdits, own: AddedRow) -> PleadingEdits:
    """Return the edits with one more row of a person's own."""
    return replace(edits, added=(*edits.added, own))


def move_row(now: EditedPleading, edits: PleadingEdits, key: str, *, up: bool) -> PleadingEdits:
    """Return the edits with a row one place further up or down in its part.

    A heading takes along what is below it, and a paragraph the items under it. A row at the end of
    its part stays there.
    """
    row = now.row(key)
    if row is None:
        return edits
    rows = [each.row for each in now.parts[row.part]]
    at = next(n for n, each in enumerate(rows) if each.key == key)
    end = _end(rows, at)
    unit, rest = rows[at:end], rows[:at] + rows[end:]
    to = _place(rest, at, level(row.row), up=up)
    keys = tuple(each.key for each in (*rest[:to], *unit, *rest[to:]))
    orders = tuple(each for each in edits.orders if each.part is not row.part)
    return replace(edits, orders=(*orders, PartOrder(row.part, keys)))


def _end(rows: Sequence[PleadingRow], at: int) -> int:
    """Return where the rows end that a row takes along."""
    for n in range(at + 1, len(rows)):
        if level(rows[n]) <= level(rows[at]):
            return n
    return len(rows)


def _place(rest: Sequence[PleadingRow], at: int, own: int, *, up: bool) -> int:
    """Return where rows of a level go that were taken out at `at`; `at` if they stay."""
    if not up:
        if at == len(rest) or level(rest[at]) < own - 1:
            return at
        return _end(rest, at) if level(rest[at]) == own else at + 1
    back = at - 1
    while back > 0 and level(rest[back]) > own:
        back -= 1
    # Nothing comes before the first heading, and no item before the first paragraph.
    if back < 0 or (back == 0 and level(rest[0]) != own):
        return at
    return back


def _edit_of(now: EditedRow, edits: PleadingEdits) -> RowEdit:
    row = now.row
    known = edits.row(row.key) or RowEdit(row.key, now.part)
    return replace(known, form=row.form, rests_on=row.rests_on)


def _with_row(edits: PleadingEdits, edit: RowEdit) -> PleadingEdits:
    """Return the edits with this one of its row; one that changes nothing is not stored."""
    others: Iterable[RowEdit] = (each for each in edits.rows if each.key != edit.key)
    says = edit.words is not None or edit.left_out or edit.kept
    return replace(edits, rows=(*others, edit) if says else tuple(others))
