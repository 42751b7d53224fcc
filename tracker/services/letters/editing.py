"""What a lawyer changes in the pleading of a remedy, row by row."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.base.text import SOURCE
from tracker.domain.events.correspondence.letter_finalised import AFTER_FILING
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingBasis, PleadingPart, at_annex
from tracker.domain.words.pleading_edits import (
    OWN_ROW,
    AddedRow,
    EditedPleading,
    EditedRow,
    OwnAuthority,
    PleadingEdits,
    put_item_out,
    rewrite_row,
)
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.letters.folder import pleading_place
from tracker.services.letters.letter_facts import DEFAULT, Writer, writer_of
from tracker.services.letters.pleading.layout import PARTS_OF, RowReader
from tracker.services.letters.remedies import RemedyPlace, require_not_filed
from tracker.services.letters.wordings.parallel_text import in_english
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.drafts import EditedMeanwhile, PleadingPlace
from tracker.services.ports.people import AuditAct
from tracker.services.ports.workbook import OfficeArgument

LONGEST_ROW, LONGEST_SOURCE, LONGEST_FILE_NUMBER = 6_000, 500, 60
_MOST_OWN_ROWS = 200
# Parts to which rows of one's own can be added.
ADDABLE = (
    PleadingPart.PARTIES,
    PleadingPart.TIME,
    PleadingPart.FACTS,
    PleadingPart.STEPS,
    PleadingPart.DECISION,
    PleadingPart.ANSWER,
    PleadingPart.QUESTIONS,
    PleadingPart.GROUNDS,
    PleadingPart.LAW_BEHIND,
    PleadingPart.RELIEF,
    PleadingPart.INTERIM,
    PleadingPart.PROCEEDINGS,
)

PleadingChange = Callable[[EditedPleading, PleadingEdits], PleadingEdits]


@dataclass(frozen=True, slots=True)
class OpenPleading:
    """The pleading of a remedy as it reads now, with its edits and its writer."""

    writer: Writer
    place: PleadingPlace
    edits: PleadingEdits
    now: EditedPleading

    def row(self, key: str) -> EditedRow:
        """Return a row. Raises NotOnFile if the pleading has none with this key."""
        found = self.now.row(key)
        if found is None:
            raise NotOnFile("This row is not in the letter any more. Check the letter.")
        return found


def open_pleading(
    office: Office,
    case: CaseFile,
    remedy: RemedyPlace | None,
    chosen: LetterChoices = DEFAULT,
    on: date | None = None,
) -> OpenPleading:
    """Return the pleading of a remedy, or of a letter after its filing, as the letter dated today
    or `on` has it.

    Raises as `writer_of` does.
    """
    after = remedy is not None and remedy[0] in AFTER_FILING
    kind = LetterKind(remedy[0]) if remedy and after else LetterKind.APPEAL
    return pleading_in(writer_of(office, case, kind, remedy, chosen, on))


def pleading_in(writer: Writer) -> OpenPleading:
    """Return the pleading that a writer writes. Raises NotOnFile if its letter has none."""
    place = pleading_place(writer.plea, writer.locale, writer.kind)
    if writer.edited is None or place is None:
        raise NotOnFile("There is no such remedy. Choose one on the request page.")
    return OpenPleading(writer, place, writer.edits, writer.edited)


def change_pleading(
    office: Office,
    reference: str,
    place: PleadingPlace,
    version: int,
    change: PleadingChange,
    *,
    by: str,
) -> PleadingEdits:
    """Store a change of a pleading that was read as `version`, and return the edits.

    The trail notes that it was changed, never the words. Raises EditedMeanwhile if someone else
    saved first, BadInput if the letter would print a sentence without words in its language, and
    what the change raises.
    """
    with office.cases.open(reference) as case:
        chosen = LetterChoices(language=place.language)
        found = open_pleading(office, case, (place.stage, place.opening), chosen)
        require_not_filed(found.writer.case_status.case_state, (place.stage, place.opening))
        if found.edits.version != version:
            raise EditedMeanwhile(found.edits)
        changed = change(found.now, found.edits)
        stamped = replace(changed, changed_by=by, changed_at=office.now())
        stored = case.keep_pleading_edits(place, stamped)
        if found.writer.locale.letters_alone:
            _require_same_language(open_pleading(office, case, place[:2], chosen), place)
        note_act(office, AuditAct.LETTER_EDITED, who=by, about=reference, detail=place.stage)
    return stored


def _require_same_language(found: OpenPleading, place: PleadingPlace) -> None:
    """Raise BadInput if a change has put a letter into English, where its edits are not read."""
    if found.place.language != place.language:
        raise BadInput(
            "With this change the letter would have a sentence without words in “{language}”. "
            "Write the sentence yourself, or edit the letter in English.",
            language=place.language,
        )


def row_reader(found: OpenPleading) -> RowReader:
    """Return a reader that gives the rows of a pleading as its letter prints them."""
    writer = found.writer
    pleading = writer.pleading or found.now.drafted
    return RowReader(pleading, PARTS_OF[writer.kind], writer.locale)


def english_rows(found: OpenPleading) -> Mapping[str, str]:
    """Return the English words of each row as the program drafts it, by the key of the row.

    There are none for a letter in English, and none if the letter cannot be drafted in English.
    """
    writer, place = found.writer, found.place
    if place.language == SOURCE:
        return {}
    # What was left out of the letter is left out of the English rows too.
    told = replace(in_english(writer.office, writer.case), edits=found.edits)
    chosen = replace(writer.chosen, language=SOURCE)
    try:
        english = writer_of(writer.office, told, writer.kind, place[:2], chosen, writer.today)
    except Refusal:
        return {}
    beside = pleading_in(english)
    reader = row_reader(beside)
    rows = (row for row in beside.now.rows() if row.drafted)
    return {row.row.key: reader.words(row.drafted) for row in rows}


def stray_references(found: OpenPleading, row: EditedRow | None, words: str) -> tuple[str, ...]:
    """Return the references in a person's words to what the letter does not have.

    Those that the program drafts in the row too are left out: they may refer to nothing.
    """
    drafted = row.drafted if row else ""
    return tuple(each for each in row_reader(found).unresolved(words) if each not in drafted)


def reword(found: OpenPleading, key: str, words: str, title: str = "") -> PleadingChange:
    """Return the change that gives a row new words.

    Raises BadInput if they refer to nothing in the letter; NotOnFile if there is no such row. The
    change raises as `new_words` does.
    """
    _require_known(found, found.row(key), words, title)

    def change(now: EditedPleading, edits: PleadingEdits) -> PleadingEdits:
        row = now.row(key)
        if row is None:
            raise NotOnFile("This row is not in the letter any more. Check the letter.")
        return new_words(row, edits, words, title)

    return change


def _require_known(found: OpenPleading, row: EditedRow | None, *typed: str) -> None:
    """Raise BadInput if typed words refer to something that the letter does not have."""
    pleading = found.writer.pleading
    known = [at_annex(each.key) for each in pleading.annexes] if pleading else []
    for words in typed:
        for reference in stray_references(found, row, words):
            raise BadInput(
                "“{reference}” refers to nothing in this letter. Copy a reference from the list "
                "below the words, such as “{example}”, or write without braces.",
                reference=reference,
                example=known[0] if known else "",
            )


def new_words(now: EditedRow, edits: PleadingEdits, words: str, title: str = "") -> PleadingEdits:
    """Return the edits with new words for a row. Raises BadInput if they are empty or too long."""
    said, heading = _typed(words, LONGEST_ROW), title.strip()
    _require_short(heading, LONGEST_SOURCE)
    return rewrite_row(now, edits, said, heading)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row of one's own as typed into its form."""

    part: PleadingPart
    words: str
    title: str = ""
    entry: int = 0
    provision: str = ""
    source: str = ""
    authority: str = ""
    read_at: str = ""
    opened: bool = False
    argument: OfficeArgument | None = None


def own_row(found: OpenPleading, typed: TypedRow, *, by: str, may_cite: bool) -> AddedRow:
    """Return a typed row, ready to be added.

    Raises BadInput if it is empty or too long, if it refers to something that the letter does not
    have or names nothing it rests on, and if it cites an authority that has no source or was not
    opened by a person who may cite it.
    """
    if len(found.edits.added) >= _MOST_OWN_ROWS:
        raise BadInput("This letter has {most} rows of your own already.", most=_MOST_OWN_ROWS)
    words, source = _typed(typed.words, LONGEST_ROW), typed.source.strip()
    _require_known(found, None, words, typed.title)
    for each in (source, typed.title, typed.authority, typed.read_at):
        _require_short(each, LONGEST_SOURCE)
    row = AddedRow(
        f"{OWN_ROW}{secrets.token_hex(4)}",
        typed.part,
        words,
        typed.title.strip() if typed.part is PleadingPart.GROUNDS else "",
        _rests_on(found, typed),
        source,
        _authority(found, typed, by, may_cite=may_cite),
        typed.argument.id if typed.argument else "",
        typed.argument.version if typed.argument else 0,
    )
    if not row.founded:
        raise BadInput("Say on which entry, section or source this row rests.")
    return row


def _rests_on(found: OpenPleading, typed: TypedRow) -> PleadingBasis:
    known = {entry.seq for entry in found.writer.case.history}
    return PleadingBasis(
        entries=(typed.entry,) if typed.entry in known else (),
        provisions=(typed.provision,) if typed.provision in found.writer.law.provisions else (),
    )


def _authority(
    found: OpenPleading, typed: TypedRow, by: str, *, may_cite: bool
) -> OwnAuthority | None:
    cite, read_at = typed.authority.strip(), typed.read_at.strip()
    if not cite and not read_at:
        return None
    if not read_at:
        raise BadInput("Say where this authority can be read.")
    if not cite:
        raise BadInput("Enter the citation of this authority.")
    if not may_cite:
        raise BadInput("Only a lawyer or an administrator can cite an authority of their own.")
    if not typed.opened:
        raise BadInput(
            "Cite an authority only after you opened it and checked that it was not stayed or set "
            "aside."
        )
    return OwnAuthority(cite, read_at, by, found.writer.today)


def leave_out_item(found: OpenPleading, key: str, out: bool = True) -> PleadingChange:
    """Return the change that leaves an item of the request out of the letter, or puts it back.

    Raises NotOnFile for an item that is not of the request, BadInput for the last one at issue.
    """
    if key not in {asked.key for asked in found.writer.drafted.questions}:
        raise NotOnFile("The request has no such item. Check the letter.")
    others = [each for each in found.now.drafted.items if each.in_issue and each.key != key]
    if out and not others:
        raise BadInput("One item must stay in the letter.")
    return lambda _, edits: put_item_out(key, edits, out)


def keep_number(office: Office, reference: str, number: str, *, by: str) -> None:
    """Store the office's own file number of a request. Raises BadInput if it is too long."""
    said = " ".join(number.split())
    _require_short(said, LONGEST_FILE_NUMBER)
    with office.cases.open(reference) as case:
        case.keep_file_number(said)
        note_act(office, AuditAct.LETTER_EDITED, who=by, about=reference, detail="file-number")


def _typed(words: str, longest: int) -> str:
    said = words.strip()
    if not said:
        raise BadInput("Enter the words. To take a row out of the letter, leave it out.")
    _require_short(said, longest)
    return said


def _require_short(words: str, longest: int) -> None:
    if len(words) > longest:
        raise BadInput("Text must be {longest:,} characters or fewer.", longest=longest)
