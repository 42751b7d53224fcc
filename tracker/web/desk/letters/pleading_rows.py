"""The rows of a pleading as its page shows them: words, reasons, differences and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten

from tracker.domain.case.history import Entry
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.law import LetterKind, Provision
from tracker.domain.words.pleading import (
    LetteredAnnex,
    PleadingBasis,
    PleadingPart,
    PleadingRow,
    RowForm,
)
from tracker.domain.words.pleading_edits import (
    AddedRow,
    EditedRow,
    PleadingEdits,
    RowState,
)
from tracker.domain.words.word_changes import WordChange, word_changes
from tracker.services.letters.authority_checks import KnownAuthority, known_authorities
from tracker.services.letters.editing import ADDABLE, OpenPleading, row_reader
from tracker.services.letters.pleading.layout import PARTS_OF, RowReader
from tracker.services.ports.workbook import OfficeArgument
from tracker.web.base.language import gettext, lazy_gettext, worded
from tracker.web.base.site_config import the_office

# The length of a provision in a list to choose from.
_SAYS = 80

_PART_NAMES: Mapping[PleadingPart, str] = {
    PleadingPart.SUMMARY: lazy_gettext("Summary"),
    PleadingPart.PARTIES: lazy_gettext("Parties and jurisdiction"),
    PleadingPart.TIME: lazy_gettext("Time"),
    PleadingPart.FACTS: lazy_gettext("Facts"),
    PleadingPart.STEPS: lazy_gettext("Earlier remedies"),
    PleadingPart.DECISION: lazy_gettext("Decision appealed"),
    PleadingPart.QUESTIONS: lazy_gettext("Questions"),
    PleadingPart.ANSWER: lazy_gettext("Answer to what the body sent"),
    PleadingPart.RECORDS: lazy_gettext("Table of items"),
    PleadingPart.GROUNDS: lazy_gettext("Grounds"),
    PleadingPart.LAW_BEHIND: lazy_gettext("Law behind the grounds"),
    PleadingPart.RELIEF: lazy_gettext("Relief"),
    PleadingPart.INTERIM: lazy_gettext("Interim relief"),
    PleadingPart.PROCEEDINGS: lazy_gettext("Other proceedings"),
    PleadingPart.VERIFICATION: lazy_gettext("Verification"),
}

# The headings of an application for enforcement, where they differ.
_OF_ENFORCEMENT: Mapping[PleadingPart, str] = {
    PleadingPart.PARTIES: lazy_gettext("Parties"),
    PleadingPart.DECISION: lazy_gettext("The order"),
    PleadingPart.ANSWER: lazy_gettext("Compliance"),
}

STATE_PILLS: Mapping[RowState, tuple[str, str]] = {
    RowState.DRAFTED: ("", ""),
    RowState.EDITED: (lazy_gettext("edited"), "open"),
    RowState.REDRAFTED: (lazy_gettext("edited; drafted differently since"), "part"),
    RowState.LEFT_OUT: (lazy_gettext("left out"), "none"),
    RowState.OFFERED: (lazy_gettext("left out: stronger decisions are cited"), "none"),
    RowState.ADDED: (lazy_gettext("added"), "open"),
    RowState.UNSUPPORTED: (lazy_gettext("facts changed; not in the letter"), "late"),
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a row is in a letter: entries, provisions, authorities with their checks, reports, or a
    source in words.

    `newer` is the latest version of the office's argument that the row came from, if there is one.
    """

    entries: tuple[Entry, ...] = ()
    provisions: tuple[Provision, ...] = ()
    authorities: tuple[KnownAuthority, ...] = ()
    reported: tuple[ReportedFact, ...] = ()
    added: AddedRow | None = None
    newer: OfficeArgument | None = None

    @property
    def known(self) -> bool:
        """Return whether there is anything to show."""
        listed = (self.entries, self.provisions, self.authorities, self.reported)
        return any(listed) or self.added is not None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row with its sign in the letter, its words, its reasons and its differences.

    `drafted` are the words that the program writes now; empty for a row that it does not write.
    `changes` are those from the drafted words to the lawyer's, `redrafted` those from the words
    drafted at the time of the edit to the words drafted now.
    """

    row: EditedRow
    sign: str
    words: str
    reasons: Reasons
    drafted: str = ""
    changes: tuple[WordChange, ...] = ()
    redrafted: tuple[WordChange, ...] = ()

    @property
    def key(self) -> str:
        """Return the key of the row."""
        return self.row.row.key

    @property
    def state(self) -> RowState:
        """Return the state of the row."""
        return self.row.state

    @property
    def heading(self) -> bool:
        """Return whether the row is the heading of a ground."""
        return self.row.row.form is RowForm.HEADING


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of a pleading with its rows; `takes_rows` if rows can be added to it."""

    part: PleadingPart
    title: str
    rows: tuple[ShownRow, ...]
    takes_rows: bool


def shown_parts(
    found: OpenPleading, arguments: Mapping[str, OfficeArgument]
) -> Iterator[ShownPart]:
    """Yield the parts that the letter has, with every row. `arguments` are the latest by id."""
    reader, parts = row_reader(found), PARTS_OF[found.writer.kind]
    for part in parts:
        rows = found.now.parts.get(part, ())
        shown = tuple(_shown(found, reader, row, arguments) for row in rows)
        if shown or part in ADDABLE:
            yield ShownPart(part, part_name(found, part), shown, part in ADDABLE)


def part_name(found: OpenPleading, part: PleadingPart) -> str:
    """Return the name of a part, as near to its heading in the letter as can be."""
    own = _OF_ENFORCEMENT if found.writer.kind is LetterKind.ENFORCEMENT else {}
    return own.get(part) or _PART_NAMES[part]


def shown_row(found: OpenPleading, key: str) -> ShownRow:
    """Return one row. Raises NotOnFile if there is none."""
    return _shown(found, row_reader(found), found.row(key), {})


def _shown(
    found: OpenPleading, reader: RowReader, row: EditedRow, arguments: Mapping[str, OfficeArgument]
) -> ShownRow:
    read = reader.row(row.row)
    drafted, base = reader.words(row.drafted), reader.words(row.base)
    edited = row.added is None and row.row.words != row.drafted
    return ShownRow(
        row,
        read.sign,
        read.words,
        _reasons(found, row, arguments),
        drafted,
        word_changes(drafted, read.words) if edited and row.drafted else (),
        word_changes(base, drafted) if edited and row.base != row.drafted else (),
    )


def _reasons(
    found: OpenPleading, row: EditedRow, arguments: Mapping[str, OfficeArgument]
) -> Reasons:
    rests, writer, own = row.row.rests_on, found.writer, row.added
    latest = arguments.get(own.argument) if own else None
    library = writer.office.library
    cited = [library.authorities[k] for k in rests.authorities if k in library.authorities]
    return Reasons(
        tuple(entry for entry in writer.case.history if entry.seq in rests.entries),
        tuple(writer.law.provisions[k] for k in rests.provisions if k in writer.law.provisions),
        known_authorities(the_office(), cited) if cited else (),
        _reported(found, rests),
        own,
        latest if latest and own and latest.version > own.argument_version else None,
    )


def _reported(found: OpenPleading, rests: PleadingBasis) -> tuple[ReportedFact, ...]:
    block = found.writer.office.library.block(found.writer.drafted.block)
    return tuple(fact for fact in block.reported if fact.key in rests.reported)


def references(found: OpenPleading) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield the references that words may have, by kind: the name of the kind, then what is typed
    and how the letter says it. Kinds without a reference are left out."""
    reader = row_reader(found)
    pleading = found.writer.pleading or found.now.drafted
    facts = pleading.parts.get(PleadingPart.FACTS, ())
    headings = (
        row for row in pleading.parts.get(PleadingPart.GROUNDS, ()) if row.form is RowForm.HEADING
    )
    kinds = (
        (gettext("Annexes"), (_annexed(reader, each) for each in pleading.annexes)),
        (gettext("Grounds"), ((f"{{ground:{r.key}}}", _signed(reader, r)) for r in headings)),
        (gettext("Facts"), ((f"{{see:{r.key}}}", _signed(reader, r)) for r in facts)),
    )
    for name, some in kinds:
        if listed := tuple(some):
            yield name, listed


def _annexed(reader: RowReader, annex: LetteredAnnex) -> tuple[str, str]:
    typed = f"{{annex:{annex.key}}}"
    return typed, f"{reader.words(typed).strip()} {annex.title}"


def _signed(reader: RowReader, row: PleadingRow) -> str:
    return f"{reader.row(row).sign}. {reader.words(row.words)}"


def sections(found: OpenPleading) -> Mapping[str, Mapping[str, str]]:
    """Return the provisions on which a row may rest, with the first words of each: those that the
    letter cites already, then the others of the law."""
    law = found.writer.law
    rows = (row for part in found.now.parts.values() for row in part)
    cited = {key for row in rows for key in row.row.rests_on.provisions}
    known = {
        key: gettext(
            "{section}: {says}",
            section=worded(each.cite),
            says=shorten(worded(each.says), _SAYS, placeholder=" …"),
        )
        for key, each in law.provisions.items()
    }
    groups = {
        gettext("Cited in this letter"): {k: said for k, said in known.items() if k in cited},
        gettext("Other provisions"): {k: said for k, said in known.items() if k not in cited},
    }
    return {name: some for name, some in groups.items() if some}


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of the request that a letter puts at issue, or that a person left `out`."""

    key: str
    number: int
    words: str
    out: bool


def shown_items(found: OpenPleading) -> tuple[ShownItem, ...]:
    """Return the items that are at issue or were left out; none if there is only one."""
    here = {each.key for each in found.now.drafted.items if each.in_issue}
    out = set(found.edits.items_out)
    shown = tuple(
        ShownItem(each.key, n, each.words, each.key in out)
        for n, each in found.writer.drafted.numbered
        if each.key in here | out
    )
    return shown if len(shown) > 1 and found.writer.kind is not LetterKind.REJOINDER else ()


def edited_by(edits: PleadingEdits, names: Mapping[str, str]) -> str:
    """Return the name of the person who edited a pleading last; empty if nobody did."""
    return names.get(edits.changed_by, edits.changed_by)
