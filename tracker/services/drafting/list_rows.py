"""The request in one row of a list, or what is wrong with the row and how to correct it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.base.text import Text
from tracker.domain.case.request import Applicant, Draft, Filing, OwnQuestion
from tracker.domain.events.event import NotBefore
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law
from tracker.domain.law.questions import Element
from tracker.domain.library import Library
from tracker.domain.words.folding import bare_words
from tracker.services.core.days import require_past
from tracker.services.core.naming import CHANNELS, ELEMENTS, LISTED_PROOFS
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import naming
from tracker.services.drafting.list_columns import COLUMNS, FILES, ColumnChoices
from tracker.services.drafting.list_days import day_in
from tracker.services.drafting.tagging import tags_in

LABELS = {column.key: column.label for column in COLUMNS}
# Spreadsheet damage: a failed formula, a column too narrow, or a long number in exponent form.
SPOILT = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)|\d(\.\d+)?E\+\d+")
SHOWN_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a row that cannot be imported, and what to do about it."""

    line: int
    column: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class Planned:
    """The request in a row.

    `files` are only named: whether they were uploaded is checked later.
    """

    line: int
    digest: str
    draft: Draft
    applicant: Applicant
    settled: date
    sent: date
    channel: Channel
    filing: Filing
    files: Mapping[str, str]
    received: date | None = None
    proof: ReceiptProof | None = None
    replied: date | None = None
    reply_channel: Channel | None = None
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass
class Names:
    """The names by which things of the library are found."""

    known: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: str, names: Iterable[str]) -> None:
        """Let a thing be found by its key and by these names."""
        for name in (key, *names):
            self.known.setdefault(_plain(name), set()).add(key)

    def find(self, said: str) -> str:
        """Return the key of the thing with this name.

        Raises BadInput with suggestions if there is none, or more than one.
        """
        found = self.known.get(_plain(said), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise BadInput(
                "“{said}” has more than one match. Write one of these: {found}.",
                said=said,
                found=_listed(found),
            )
        raise BadInput(
            "“{said}” was not found. Write one of these: {near}.",
            said=said,
            near=_listed(self._near(said)),
        )

    def _near(self, said: str) -> set[str]:
        """Return the keys with similar names, all keys if none is similar."""
        near = get_close_matches(_plain(said), self.known, n=3, cutoff=0.6) or self.known
        return {key for name in near for key in self.known[name]}


def _plain(words: str) -> str:
    """Return words for comparison: letters and digits in lower case, without a leading "by"."""
    return bare_words(words).removeprefix("by ")


def _listed(keys: Iterable[str]) -> str:
    some = sorted(keys)
    more = " or another key of the library" if len(some) > SHOWN_CHOICES else ""
    return ", ".join(some[:SHOWN_CHOICES]) + more


def _names(texts: Mapping[str, Sequence[Text | str]]) -> Names:
    names = Names()
    for key, all_names in texts.items():
        names.add(key, (word for text in all_names for word in _words(text)))
    return names


def _words(text: Text | str) -> Iterator[str]:
    yield from (text,) if isinstance(text, str) else text.words.values()


class ListReader:
    """A reader of one list's rows, with the choices that a person made."""

    def __init__(self, office: Office, choices: ColumnChoices) -> None:
        library: Library = office.library
        self.office, self.choices = office, choices
        self.digest = office.workbook.lists.digester()
        self.blocks = _names({key: [b.title] for key, b in library.blocks.items()})
        self.bodies = _names({key: [b.name, b.short_name] for key, b in library.bodies.items()})
        self.laws = _names({key: [law.title, law.named()] for key, law in library.laws.items()})
        self.channels = _names({key: [name] for key, name in CHANNELS.items()})
        self.proofs = _names({key: [name] for key, name in LISTED_PROOFS.items()})
        self.elements = _names({key.value: [name] for key, name in ELEMENTS.items()})

    def read(self, line: int, cells: Sequence[str]) -> Planned | tuple[Problem, ...]:
        """Return the request in a row, or every problem in the row."""
        row = _Row(self, line, {key: self.choices.said(key, cells) for key in LABELS})
        planned = row.planned()
        return tuple(row.problems) if row.problems or planned is None else planned


class _Row:
    def __init__(self, reader: ListReader, line: int, said: Mapping[str, str]) -> None:
        self.reader, self.line, self.said = reader, line, said
        self.office, self.library = reader.office, reader.office.library
        self.problems: list[Problem] = []

    def planned(self) -> Planned | None:
        """Return the request, None if something that it needs cannot be read."""
        self._check_cells()
        sent, settled = self._day("sent"), self._day("settled")
        channel = self._channel("channel")
        draft = self._draft(sent)
        applicant = Applicant(self.said["name"], self.said["address"], self.said["contact"])
        self._check_words(draft, applicant)
        received, replied = self._day("received"), self._day("replied")
        proof = self._found("proof", self.reader.proofs)
        reply_channel = self._channel("reply_channel") if replied else None
        self._check_files()
        if draft is None or sent is None or channel is None:
            return None
        self._check_days(draft.body, settled or sent, sent, received, replied)
        return Planned(
            line=self.line,
            digest=self.reader.digest(json.dumps(dict(self.said)).encode()),
            draft=draft,
            applicant=applicant,
            settled=settled or sent,
            sent=sent,
            channel=channel,
            filing=Filing(self.said["number"]),
            files={key: self.said[key] for key in FILES if self.said[key]},
            received=received,
            proof=ReceiptProof(proof) if proof else None,
            replied=replied,
            reply_channel=reply_channel,
            note=self.said["note"],
            tags=self._tags(),
        )

    def _complain(self, key: str, why: Refusal) -> None:
        self.problems.append(Problem(self.line, LABELS[key], why))

    def _check_cells(self) -> None:
        for column in COLUMNS:
            said = self.said[column.key]
            if column.needed and not said:
                self._complain(
                    column.key,
                    BadInput("This is missing. Fill it in, or give one value for every row."),
                )
            elif SPOILT.fullmatch(said):
                self._complain(
                    column.key,
                    BadInput(
                        "A spreadsheet changed “{said}”. Write the original value, as text.",
                        said=said,
                    ),
                )

    def _day(self, key: str) -> date | None:
        try:
            return day_in(self.said[key], self.reader.choices.order) if self.said[key] else None
        except BadInput as refusal:
            self._complain(key, refusal)
            return None

    def _found(self, key: str, names: Names) -> str:
        """Return the key that a cell names; empty if the cell is empty or names nothing known."""
        try:
            return names.find(self.said[key]) if self.said[key] else ""
        except BadInput as refusal:
            self._complain(key, refusal)
            return ""

    def _channel(self, key: str) -> Channel | None:
        found = self._found(key, self.reader.channels)
        return Channel(found) if found else None

    def _draft(self, sent: date | None) -> Draft | None:
        block = self._found("block", self.reader.blocks)
        body = self._found("body", self.reader.bodies)
        if not (block and body and sent):
            return None
        law = self._law(self.library.body(body), sent)
        if law is None:
            return None
        draft = Draft("", 0, block, body, law.key, self._language(law), self._capacity(law))
        return self._with_questions(draft, sent)

    def _law(self, body: PublicBody, on: date) -> Law | None:
        try:
            if not self.said["law"]:
                return self.library.law_binding(body, on)
            key = self.reader.laws.find(self.said["law"])
            law = self.library.law(key)
            if key not in body.laws or on not in law.in_force:
                raise BadInput(
                    "We do not list {law} as applying to {body} on {on}. Leave the law out, or "
                    "correct the body or the date.",
                    law=law.mention,
                    body=body.brief_mention,
                    on=on,
                )
            return law
        except Refusal as refusal:
            self._complain("law", refusal)
            return None

    def _language(self, law: Law) -> str:
        language = self.said["language"].lower()
        if language and language not in law.languages:
            accepted = ", ".join(law.languages)
            self._complain("language", BadInput("Write one of: {accepted}.", accepted=accepted))
        return language or law.languages[0]

    def _capacity(self, law: Law) -> str:
        kinds = law.eligibility.kinds
        if not kinds:
            return ""
        if not self.said["capacity"]:
            listed = ", ".join(kinds)
            self._complain("capacity", BadInput("Enter who asked: {kinds}.", kinds=listed))
            return ""
        return self._found("capacity", _names({key: [text] for key, text in kinds.items()}))

    def _with_questions(self, draft: Draft, on: date) -> Draft:
        asked = self.said["asked"]
        keys = [piece.strip() for piece in re.split(r"[\n|;,]", asked) if piece.strip()]
        block, body = self.library.block(draft.block), self.library.body(draft.body)
        if keys and all(key in self.library.questions for key in keys):
            fitting = {question.key for question in self.library.questions_for(block, body, on)}
            if wrong := [key for key in keys if key not in fitting]:
                self._complain(
                    "asked",
                    BadInput(
                        "You cannot ask {body} for “{key}” about this block.",
                        key=wrong[0],
                        body=body.brief_mention,
                    ),
                )
            return replace(draft, questions=tuple(dict.fromkeys(keys)))
        words = [piece.strip() for piece in re.split(r"[\n|]", asked) if piece.strip()]
        element = self._found("element", self.reader.elements)
        if words and not element and not self.said["element"]:
            self._complain(
                "element",
                BadInput(
                    "Say which part of the legal basis this wording asks for. Choose one for "
                    "every row, or add a column for it."
                ),
            )
        own = tuple(OwnQuestion(Element(element), each) for each in words) if element else ()
        return replace(draft, own_questions=own)

    def _check_words(self, draft: Draft | None, applicant: Applicant) -> None:
        for own in draft.own_questions if draft else ():
            if why := naming(own.words, applicant):
                self._complain("asked", why)

    def _check_files(self) -> None:
        if self.said["receipt_paper"] and not (self.said["received"] and self.said["proof"]):
            self._complain(
                "receipt_paper",
                BadInput("Give the date of receipt and the type of document, or leave both out."),
            )
        if self.said["reply_paper"] and not self.said["replied"]:
            why = BadInput("Enter the date the reply was received, or leave the reply out.")
            self._complain("reply_paper", why)
        if self.said["replied"] and not self.said["reply_channel"]:
            self._complain("reply_channel", BadInput("Choose how the reply arrived."))

    def _check_days(
        self, body: str, settled: date, sent: date, received: date | None, replied: date | None
    ) -> None:
        steps = (
            ("sent", sent, settled, Message("the letter is dated")),
            ("received", received, sent, Message("it was sent")),
            (
                "replied",
                replied,
                received or sent,
                Message("it was received") if received else Message("it was sent"),
            ),
        )
        for key, day, before, what in steps:
            try:
                if day:
                    require_past(self.office, body, day)
                    NotBefore(before, what).require(day)
            except BadInput as refusal:
                self._complain(key, refusal)

    def _tags(self) -> tuple[str, ...]:
        try:
            return tags_in(self.said["tags"])
        except BadInput as refusal:
            self._complain("tags", refusal)
            return ()
