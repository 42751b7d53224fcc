"""The papers of a bundle beside the pleading: index, dates, sheets, certificates, forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry, History, entries_in_force
from tracker.domain.case.paper_details import NO_DETAILS
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.bundle import BundlePart, CourtPaper
from tracker.domain.words.letter import (
    Heading,
    Letter,
    LetterBlock,
    LetterFacts,
    LetterTable,
    Paragraph,
    TextRun,
)
from tracker.services.letters.bundle.bundle_annexes import AnnexFile, BundleAnnex
from tracker.services.letters.bundle.court_evidence import EvidenceItem
from tracker.services.letters.bundle.forum_bundle import evidence_rules
from tracker.services.letters.chronology import computed, listed_on
from tracker.services.letters.letter_facts import Writer
from tracker.services.letters.paper_dates import with_its_paper

# The parts that are one blank form each.
BLANK_FORMS: Mapping[BundlePart, CourtPaper] = {
    BundlePart.CERTIFIED_COPIES: CourtPaper.CERTIFIED_COPIES,
    BundlePart.AFFIDAVIT: CourtPaper.AFFIDAVIT,
    BundlePart.AUTHORITY: CourtPaper.AUTHORITY,
    BundlePart.VAKALATNAMA: CourtPaper.VAKALATNAMA,
}
_EVIDENCE = Message("Evidence {number}")
_FOUND = Message("{annex}, page {page}")
_ENCLOSED = Message("{annex}, {enclosure}")
_FILE = Message("{number} ({enclosure})")
_RULE = Message("{cite}: {says}")
_PAGES = Message("{first} to {last}")


@dataclass(frozen=True, slots=True)
class AnnexState:
    """The state of a file of an annex: its hash, and why it is not in the bundle."""

    sha256: str
    trouble: str = ""


class CourtPapers:
    """Writes the papers of one bundle in the language of its pleading.

    Beside a pleading in a language of letters alone they are in English. `writer` writes the
    pleading in the language of the papers.
    """

    def __init__(self, writer: Writer) -> None:
        self.writer = writer.in_english() if writer.locale.letters_alone else writer
        self._facts = self.writer.facts()

    def index(self, rows: Sequence[tuple[str, str, str, str]]) -> Letter:
        """Return the index: number, document, date and pages of each part."""
        say = self.writer.locale.say
        head = (say("No."), say("Document"), say("Date"), say("Pages"))
        return self._paper(CourtPaper.INDEX, {}, LetterTable(head, tuple(rows)))

    def dates(
        self, history: History, annexes: Sequence[BundleAnnex], pages: Mapping[int, str]
    ) -> Letter:
        """Return the documented events in order, with the annex and page of each, and the last
        days that are counted and not provisional, each with its section."""
        say = self.writer.locale.say
        labels = {annex.entry: annex.label for annex in annexes}
        rows = [
            (listed_on(entry.event).earliest, self._documented(entry, labels, pages))
            for entry in entries_in_force(history)
            if entry.event.document
        ]
        head = (say("Date"), say("Event"), say("Document"))
        in_order = sorted((*rows, *self._ends()), key=lambda row: row[0])
        return self._paper(
            CourtPaper.DATES, {}, LetterTable(head, tuple(row for _, row in in_order))
        )

    def _documented(
        self, entry: Entry, labels: Mapping[int | None, str], pages: Mapping[int, str]
    ) -> tuple[str, str, str]:
        """Return the row of an event: its day, what it is, and its annex and page."""
        writer = self.writer
        details = writer.details.get(entry.seq, NO_DETAILS)
        event = entry.event
        named = writer.locale.say(event.listed_as if isinstance(event, Reply) else event.label)
        return (
            writer.locale.day_span(listed_on(event)),
            with_its_paper(named, event, details, writer.law, writer.locale),
            self._found(labels.get(entry.seq, ""), pages.get(entry.seq, "")),
        )

    def _ends(self) -> Iterator[tuple[date, tuple[str, str, str]]]:
        """Yield the row of each last day that is counted and not provisional."""
        writer = self.writer
        for deadline, said in computed(writer.case_status, writer.locale, writer.today):
            if deadline.latest is None or deadline.provisional:
                continue
            day = writer.locale.span(deadline.earliest, deadline.latest)
            section = writer.law.cite(deadline.sources, writer.locale.language)
            yield deadline.latest, (at_start(day), f"{said} ({section})" if section else said, "")

    def annex_sheet(
        self, annex: BundleAnnex, states: Sequence[tuple[AnnexFile, AnnexState]], *, left_out: bool
    ) -> Letter:
        """Return the sheet before an annex, with the hash of each file and why one is missing."""
        say = self.writer.locale.say
        head = (say("File"), say("Size"), "SHA-256")
        rows = tuple(
            (
                self._file_name(number, file),
                say("{size:,} bytes", size=file.paper.size),
                state.sha256,
            )
            for number, (file, state) in enumerate(states, start=1)
        )
        troubles = dict.fromkeys(state.trouble for _, state in states if state.trouble)
        values = self._named(annex.label, annex.title, annex.note)
        values["annex_trouble"] = " ".join(troubles)
        flag = "sheet-left-out" if left_out else "" if annex.files else "sheet-to-add"
        return self._paper(CourtPaper.ANNEX_SHEET, values, LetterTable(head, rows), flag)

    def count_of_time(self) -> Letter:
        """Return the annex that counts the time of the request, as a sheet."""
        return self.sheet(*self.writer.count_of_time())

    def sheet(self, title: str, blocks: Sequence[LetterBlock]) -> Letter:
        """Return a separate sheet that names the letter it belongs to."""
        letter = self.writer.letter()
        head = (Heading((TextRun(title),), 1), Paragraph((TextRun(letter.subject),), "reference"))
        return replace(letter, kind="annex", subject=title, blocks=(*head, *blocks))

    def evidence(self, label: str, item: EvidenceItem) -> Letter:
        """Return the rows of a measurement, or a sheet for a file that is no paper."""
        values = self._named(label, item.title, item.cut)
        if item.rows is not None:
            return self._paper(CourtPaper.MEASURED_ROWS, values, item.rows)
        values["annex_trouble"] = ""
        return self._paper(CourtPaper.ANNEX_SHEET, values, item.particulars, "sheet-on-carrier")

    def evidence_label(self, number: int) -> str:
        """Return the label of a capture or measurement in the bundle."""
        return self.writer.locale.say(_EVIDENCE, number=number)

    def file_label(self, annex: BundleAnnex, file: AnnexFile) -> str:
        """Return the label of a file: that of its annex, with its enclosure number if it has
        one."""
        enclosure = file.enclosed_as(self.writer.locale)
        if not enclosure:
            return annex.label
        return self.writer.locale.say(_ENCLOSED, annex=annex.label, enclosure=enclosure)

    def certificate(self, label: str, title: str, particulars: LetterTable) -> Letter:
        """Return the draft certificate for electronic evidence."""
        values = self._named(label, title)
        return self._paper(
            CourtPaper.EVIDENCE_CERTIFICATE, values, particulars, rules=tuple(self._rules())
        )

    def _rules(self) -> Iterator[str]:
        """Yield each rule on electronic evidence that was read for the forum, with its source."""
        law, locale = self.writer.law, self.writer.locale
        stage = self.writer.plea.remedy.opened.stage.key if self.writer.plea else ""
        for rule in evidence_rules(law, stage):
            says = rule.says.in_language(locale.language)
            cite = law.cite(rule.sources, locale.language)
            yield locale.say(_RULE, says=says, cite=cite)

    def translator(self, annex: BundleAnnex, file: AnnexFile, sha256: str) -> Letter:
        """Return the certificate of a translation, for its translator to sign."""
        say, told = self.writer.locale.say, file.translation
        values = self._named(annex.label, annex.title)
        values["translation_says"] = told.says if told else ""
        rows = (
            (say("Translator"), told.translator if told else ""),
            (say("SHA-256 of the translation"), sha256),
        )
        table = LetterTable((say("Particular"), say("As logged")), rows)
        return self._paper(CourtPaper.TRANSLATION_CERTIFICATE, values, table)

    def form(self, part: BundlePart) -> Letter:
        """Return a blank form with the title of the case."""
        return self._paper(BLANK_FORMS[part], {}, None)

    def pages(self, first: int, count: int) -> str:
        """Return the pages of a part in words for the index."""
        if count < 2:
            return str(first) if count else ""
        return self.writer.locale.say(_PAGES, first=first, last=first + count - 1)

    def _found(self, label: str, page: str) -> str:
        if not page:
            return label
        return self.writer.locale.say(_FOUND, annex=label, page=page)

    def _file_name(self, number: int, file: AnnexFile) -> str:
        enclosure = file.enclosed_as(self.writer.locale)
        if not enclosure:
            return str(number)
        return self.writer.locale.say(_FILE, number=number, enclosure=enclosure)

    def _named(self, label: str, title: str, note: str = "") -> dict[str, str]:
        return {"annex_label": label, "annex_title": title, "annex_note": note}

    def _paper(
        self,
        kind: CourtPaper,
        values: Mapping[str, str],
        table: LetterTable | None,
        flag: str = "",
        rules: tuple[str, ...] = (),
    ) -> Letter:
        facts: LetterFacts = replace(
            self._facts,
            values={**self._facts.values, **values},
            flags=self._facts.flags | {flag} if flag else self._facts.flags,
            lists={**self._facts.lists, "evidence_rules": rules},
            tables={**self._facts.tables, "listed": table or LetterTable((), ())},
        )
        writer = self.writer
        return writer.office.documents.compose(kind, writer.locale.language, facts)
