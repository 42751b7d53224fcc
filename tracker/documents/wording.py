"""Letters made from a source and facts.

Facts are data: they are inserted after the source was parsed, and never read as Markdown or as
template code.

Sources are in `<folder>/<language>/<kind>.md`. The heading of level 1 is the subject.

Values, written `{name}`
    every kind: reference, today, body_to, body_name, body_address (lines; may be empty),
    law_cited (with its number), service, block_title, applicant_name,
    applicant_address, applicant_contact, applicant_identity (a line; empty unless selected),
    eligibility (a full sentence);
    for sentences, in English with the article: body_mention, law_mention, law_cited,
    block_mention, asked_mention, appeal_forum;
    request: restriction_days (the days of the block), order_for (before its name, if it was only
    ordered), served_by (how it is sent), urgency (its facts, empty unless urgent), period_line,
    supporters_line, and the sentences that a law may word: form_line, time_line,
    acknowledgement_line, refusal_line, remainder_line, classified_line, not_held_line, cost_line,
    certificate_line, enclosure_line;
    cover-note: settled_on (the day alone);
    every other kind but the request: sent_on, sent_of, sent_by, received_on, request_subject,
    reply_due (a day or a span), asked_mention (the body first asked);
    names in _on and _of have their preposition: “on 5 March 2024”, “of 5 March 2024”;
    extension-challenged: extended_of, extension_section, extension_ground (the one named);
    fee-disputed: fee_of;
    thanks: replied_of;
    appeal, internal-review, rejoinder: appeal_body_to, appeal_body_name, appeal_body_address,
    remedy_title, cause (a sentence on the non-response or the decision), filing (what it is);
    except for a review appeal_forum, appeal_body_line, applicant_line and respondent_line (each
    with its address on one line), party and party_title (the
    person filing: “appellant” only in an appeal), pleading_title (what it is against),
    pleading_number and pleading_under (its number, and the provision that opens it),
    respondent_through (the post through which the body appears), respondent_title, and for a
    second respondent second_name, second_through, second_line, second_title, and so for a third;
    rejoinder: filed_on;
    notice: answer_by (the last day to answer before the record is published).
Lists, placed by `::: numbered NAME`, `::: bullets NAME` or `::: signature NAME`
    records, points (sentences of law, each with its section), supporters,
    open_questions (items not given in full),
    definitions (the terms of a request), enclosures (numbered),
    given (records disclosed), extension_grounds, declarations (those selected),
    signature (lines under the rule).
Paragraphs whose numbers run on through the whole letter
    `::: style paragraph` numbers each paragraph written in it, `::: paragraphs NAME` each entry of
    a list. `::: letters NAME`, `::: romans NAME` and `::: items NAME` put a list under the
    paragraph before, as (a), (i) or (1); where the language is written from the right, always (1).
Parts of a pleading, placed by `::: part NAME`
    summary, parties, time, steps, facts, decision, questions, answer, records-table, grounds,
    law-behind, relief, interim, proceedings, verification.
Co-signatories, each with a line to sign on, placed by `::: signatures cosigners`
Tables, placed by `::: table NAME`
    annexes (no., document, date), chronology (day, event, how the day was calculated);
    in court papers: listed (the rows of the paper).
Calendars, placed by `::: calendars NAME` with headings of their own; an email has none
    days-counted (the months of each day that the chronology calculates).
Conditions, `::: when NAME` and `::: unless NAME`
    a flag (silence, refused, partly-answered, extension-claimed, urgent and the other
    circumstances of a law's letter points; supporters, has-annexes, for-a-citizen, none-given,
    handed-on, no-ground-named, announced-late; of the sheet before an annex: sheet-left-out,
    sheet-to-add, sheet-on-carrier), or the name of a value, list, table or part,
    which holds if that fact is not empty.
Roles, `::: style ROLE`
    sender, address, reference, date, salutation, forum, party, closing, note: these keep their
    lines, and a line left empty by its values is dropped. Elsewhere a line break is a space.
    paragraph: numbered, and dropped if its values leave it empty.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from tracker.documents.template import (
    PLACEHOLDER,
    ConditionalParts,
    Fill,
    Items,
    Template,
    TemplatePart,
    TemplatePiece,
    TemplateWords,
    Uses,
    read_template,
)
from tracker.documents.vocabulary import COSIGNERS
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.words.letter import (
    BulletList,
    Heading,
    ItemSign,
    Letter,
    LetterBlock,
    LetterFacts,
    LetterTable,
    NumberedList,
    NumberedParagraph,
    Paragraph,
    Runs,
    SignaturePlace,
    TextRun,
    numbered_through,
    run_words,
)

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls but line ends, characters that force a text order (in a name they can make a letter read
# differently), surrogates, and what XML cannot hold.
_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Wordings:
    """The letter sources in a folder, one for each kind and language. The folder is looked through
    once, and each source is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[tuple[str, str], Template] = {}

    def languages(self, kind: str) -> tuple[str, ...]:
        """Return the languages in which this kind of letter can be written."""
        return tuple(sorted(path.parent.name for path in self._sources if path.stem == kind))

    def sources(self, language: str) -> Mapping[str, str]:
        """Return the sources in a language, by kind."""
        return {
            path.stem: path.read_text("utf-8")
            for path in self._sources
            if path.parent.name == language
        }

    def uses(self, kind: str, language: str) -> Uses:
        """Return what the source of this letter uses. Raises as `compose` does."""
        return self._template(kind, language).uses

    def compose(self, kind: str, language: str, facts: LetterFacts) -> Letter:
        """Return the letter of this kind in this language.

        Raises NotOnFile if there is no such source, BadInput if the source is faulty or uses a
        fact that is missing.
        """
        template = self._template(kind, language)
        blocks = numbered_through(_joint(_Filling(template.place, facts).blocks(template.parts)))
        subject = next(b for b in blocks if isinstance(b, Heading) and b.level == 1)
        words = run_words(subject.runs)
        return Letter(
            kind, language, words, blocks, carried(facts.banner), carried(facts.page_line)
        )

    @cached_property
    def _sources(self) -> tuple[Path, ...]:
        return tuple(sorted(self._folder.glob("*/*.md")))

    def _template(self, kind: str, language: str) -> Template:
        key = (kind, language)
        if key not in self._read:
            # Names are compared with the folder's content, and never joined to a path unchecked.
            found = [p for p in self._sources if (p.stem, p.parent.name) == key]
            if not found:
                raise NotOnFile(self._no_source(kind, language))
            self._read[key] = read_template(found[0], kind)
        return self._read[key]

    def _no_source(self, kind: str, language: str) -> str:
        held = ", ".join(sorted(f"{p.parent.name}/{p.name}" for p in self._sources))
        return (
            f"There is no letter source {language}/{kind}.md among the letter templates; "
            f"they hold: {held or 'nothing'}."
        )


class _Filling:
    """Puts the facts of one letter into the parts of its source."""

    def __init__(self, place: str, facts: LetterFacts) -> None:
        self._place = place
        self._facts = facts

    def blocks(self, parts: Iterable[TemplatePart]) -> Iterator["LetterBlock | _Under"]:
        for part in parts:
            if isinstance(part, ConditionalParts):
                if self._holds(part.name) is part.wanted:
                    yield from self.blocks(part.parts)
            elif isinstance(part, TemplateWords):
                yield from self._words(part)
            elif isinstance(part, Items):
                items = tuple(_flowing(self._runs(item)) for item in part.items)
                yield NumberedList(items) if part.numbered else BulletList(items)
            else:
                yield from self._fill(part)

    def _holds(self, name: str) -> bool:
        facts = self._facts
        held = facts.values.get(name) or facts.lists.get(name) or facts.parts.get(name)
        table = facts.tables.get(name)
        signed = name in COSIGNERS and bool(facts.cosigners)
        return name in facts.flags or signed or bool(held) or bool(table and table.rows)

    def _words(self, part: TemplateWords) -> Iterator[LetterBlock]:
        runs = self._runs(part.pieces)
        if part.level:
            yield Heading(_flowing(runs), part.level)
            return
        said = _flowing(runs) if part.role in ("body", "paragraph") else _in_lines(runs)
        if said:
            numbered = part.role == "paragraph"
            yield NumberedParagraph(said) if numbered else Paragraph(said, part.role)

    def _runs(self, pieces: Iterable[TemplatePiece]) -> list[TextRun]:
        return [TextRun(self._valued(piece), piece.style) for piece in pieces]

    def _valued(self, piece: TemplatePiece) -> str:
        values = self._facts.values
        for name in PLACEHOLDER.findall(piece.words):
            if name not in values:
                self._lacking(piece.line, f"the value {{{name}}}")
        return PLACEHOLDER.sub(lambda found: carried(values[found[1]]), piece.words)

    def _fill(self, part: Fill) -> Iterator["LetterBlock | _Under"]:
        if part.directive == "table":
            if part.name not in self._facts.tables:
                self._lacking(part.line, f"the table “{part.name}”")
            table = _table(self._facts.tables[part.name])
            return iter([table] if table.rows else [])
        if part.directive == "calendars":
            if part.name not in self._facts.calendars:
                self._lacking(part.line, f"the calendars “{part.name}”")
            return iter(self._facts.calendars[part.name])
        if part.directive == "signatures":
            return map(_signature, self._facts.cosigners)
        if part.directive == "part":
            if part.name not in self._facts.parts:
                self._lacking(part.line, f"the part “{part.name}”")
            return map(_carried_block, self._facts.parts[part.name])
        if part.name not in self._facts.lists:
            self._lacking(part.line, f"the list “{part.name}”")
        return self._list(part.directive, self._facts.lists[part.name])

    def _list(self, directive: str, said: tuple[str, ...]) -> Iterator["LetterBlock | _Under"]:
        lines = tuple(kept for line in said if (kept := carried(line).strip()))
        items = tuple((TextRun(line),) for line in lines)
        if directive == "signature":
            yield SignaturePlace(lines)
        elif directive == "paragraphs":
            yield from map(NumberedParagraph, items)
        elif directive in _SIGNS and items:
            yield _Under(items, _SIGNS[directive])
        elif items:
            yield NumberedList(items) if directive == "numbered" else BulletList(items)

    def _lacking(self, line: int, what: str) -> NoReturn:
        raise BadInput(
            f"{self._place}, line {line}: the letter needs {what}, and the facts do not hold it; "
            "give it, or take it out of the source."
        )


@dataclass(frozen=True, slots=True)
class _Under:
    """Items that belong under the numbered paragraph before them."""

    items: tuple[Runs, ...]
    sign: ItemSign


_SIGNS = {"letters": ItemSign.LETTER, "romans": ItemSign.ROMAN, "items": ItemSign.NUMBER}


def _joint(blocks: Iterable[LetterBlock | _Under]) -> Iterator[LetterBlock]:
    """Yield the blocks with items put under the paragraph before; without one, in a list."""
    before: LetterBlock | None = None
    for block in blocks:
        if isinstance(block, _Under) and isinstance(before, NumberedParagraph):
            before = replace(before, items=before.items + block.items, sign=block.sign)
            continue
        if before is not None:
            yield before
        before = NumberedList(block.items) if isinstance(block, _Under) else block
    if before is not None:
        yield before


def _carried_block(block: LetterBlock) -> LetterBlock:
    """Return a block of a part with what its words may contain."""
    if isinstance(block, LetterTable):
        return _table(block)
    if isinstance(block, NumberedParagraph):
        items = tuple(_carried_runs(item) for item in block.items)
        return replace(block, runs=_carried_runs(block.runs), items=items)
    if isinstance(block, Heading | Paragraph):
        return replace(block, runs=_carried_runs(block.runs))
    return block


def _carried_runs(runs: Runs) -> Runs:
    return _flowing(TextRun(carried(run.words), run.style) for run in runs)


def carried(value: str) -> str:
    """Return a value as a letter may contain it.

    Line ends are unified. Control characters, forced text order and characters that XML cannot
    hold are removed.
    """
    lines = _LINE_ENDS.sub("\n", value).replace("\t", " ")
    return _UNPRINTABLE.sub("", lines)


def _signature(signed: SignaturePlace) -> SignaturePlace:
    lines = (carried(line).strip() for line in signed.lines)
    return SignaturePlace(tuple(filter(None, lines)), signed.logo)


def _table(table: LetterTable) -> LetterTable:
    return LetterTable(
        tuple(carried(cell) for cell in table.head),
        tuple(tuple(carried(cell).strip() for cell in row) for row in table.rows),
        table.small,
        table.beside,
    )


def _flowing(runs: Iterable[TextRun]) -> Runs:
    """Return one line of words: every line break becomes a space, as do spaces around a value
    that is empty."""
    joined = _joined([TextRun(re.sub(r" *\n\s*", " ", run.words), run.style) for run in runs])
    spaced = [TextRun(re.sub(r" {2,}", " ", run.words), run.style) for run in joined]
    if spaced:
        spaced[-1] = TextRun(spaced[-1].words.rstrip(" "), spaced[-1].style)
    return _joined(spaced)


def _in_lines(runs: Iterable[TextRun]) -> Runs:
    """Return words that keep their lines; lines left empty are dropped."""
    lines: list[list[TextRun]] = [[]]
    for run in runs:
        first, *rest = run.words.split("\n")
        lines[-1].append(TextRun(first, run.style))
        lines.extend([TextRun(words, run.style)] for words in rest)
    kept = [line for line in lines if any(run.words.strip() for run in line)]
    broken = [[*line, TextRun("\n")] for line in kept[:-1]] + kept[-1:]
    return _joined([run for line in broken for run in line])


def _joined(runs: Iterable[TextRun]) -> Runs:
    """Return the words with adjacent runs of one style joined."""
    joined: list[TextRun] = []
    for run in runs:
        if joined and run.words and run.style is joined[-1].style:
            joined[-1] = TextRun(joined[-1].words + run.words, joined[-1].style)
        elif run.words:
            joined.append(run)
    if not any(run.words.strip() for run in joined):
        return ()
    return tuple(joined)
