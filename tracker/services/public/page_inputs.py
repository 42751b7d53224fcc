"""The inputs of public pages: records, dates, the public log and the data package.

Each page declares its inputs by asking for them here. A page changes only if one of its inputs
does, so caches and copies of the site can tell from them whether a page is up to date.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from sys import intern
from types import FunctionType
from typing import Any

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.library import Library
from tracker.domain.record.alerts import Followed, Subject
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.tally import Scope, What
from tracker.services.core.office import Office
from tracker.services.ports.sought import BodyPart, RecordLine, Sought
from tracker.services.public.data_package import notices_after
from tracker.services.public.following import require_followed, sought

Input = object
"""A value that is equal as long as the input has not changed."""


class PageInputs:
    """The current inputs, read from the office each time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._leads_nowhere: set[str] = set()

    @property
    def library(self) -> Library:
        """Return the law library. Its digest is an input of every page."""
        return self._office.library

    def today_at(self, body: str) -> date:
        """Return the current date where a public body sits."""
        return self._office.today_at(body)

    def latest_today(self) -> date:
        """Return the latest current date at any public body."""
        return self._office.latest_today()

    def own_version(self, folder: str, key: str) -> int | None:
        """Return the version of an entry of the office; None for an entry of the program."""
        own = self._office.library.own.get((folder, key))
        return own.number if own else None

    def law_signatures(self, law: str) -> Input:
        """Return the signatures under a law."""
        return self._office.law_signatures.of_law(law)

    def record(self, reference: str) -> Input:
        """Return the current version of a record, and whether the log has it.

        Raises NotOnFile if nothing was published.
        """
        edition = self._office.records.edition(reference)
        if not edition.led:
            self._leads_nowhere.add(reference)
        return edition

    def led_to(self, reference: str) -> Input:
        """Return the shown records whose items came from a record.

        Most records have none, which their edition says without another statement.
        """
        if reference in self._leads_nowhere:
            return ()
        return self._versions(self._office.records.led_to(reference).get(reference, ()))

    def require_followed(self, subject: Subject) -> None:
        """Raise NotOnFile for an unknown block, body, outcome or request."""
        require_followed(subject, self._office.library, self._office.records)

    def changes(self, scope: Scope = Scope.ALL, subject: str = "") -> Input:
        """Return a mark of the last change to any record of a subject."""
        return self._office.records.last_change(scope, subject)

    def counts(self, block: str = "") -> Input:
        """Return a mark of the numbers of requests about a block, or about each of them, and of
        their results.

        Here it is the mark of the last change to a record, because counting takes longer.
        """
        return self.changes(Scope.BLOCK, block) if block else self.changes()

    def rows(self, wanted: Sought, first: int, limit: int) -> Sequence[Input]:
        """Return the records in one part of a list, numbered from the oldest."""
        return self._versions(self._office.records.numbered(wanted, first, limit))

    def newest(self, subject: Subject, limit: int) -> Sequence[Input]:
        """Return the records of a subject that changed last, for each place where it is named."""
        listed = self._office.records.listed
        return [self._versions(listed(each, 0, limit)) for each in sought(subject)]

    def corrected(self, limit: int) -> Sequence[Input]:
        """Return the records with the latest corrections."""
        return self._versions(self._office.records.corrected(0, None, limit))

    def notices(self, first: int, limit: int) -> Sequence[CorrectionNotice]:
        """Return one part of the corrections and takedowns, numbered from the oldest."""
        return notices_after(self._office, first, limit)

    def log(self) -> Input:
        """Return the newest checkpoint of the public log, its keys, and statements by others."""
        log = self._office.log
        try:
            return log.newest(), log.keys(), log.witnesses(), tuple(log.attestations())
        except Refusal:
            # The log cannot be read if its key or its newest checkpoint is missing.
            return None

    def data(self) -> Input:
        """Return the data package that is offered for download."""
        return self._office.data.made()

    def library_data(self) -> Input:
        """Return the data package whose tables of the library are offered for download."""
        return self.data()

    def _versions(self, lines: Iterable[RecordLine]) -> Sequence[Input]:
        return [(line.reference, line.version) for line in lines]


# What the list of blocks shows of the requests about a block.
_SHOWN_OF_BLOCKS = (What.RECORDS, What.CELL, What.ITEM)
_SCOPES = {Followed.BLOCK: Scope.BLOCK, Followed.BODY: Scope.BODY}


class InputsOfACopy(PageInputs):
    """The inputs as they were when each kind was first read.

    A copy asks for thousands of pages, so versions, marks and lists are read once for all of them.
    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._references = cache(self._listed)
        self._newest = cache(super().newest)
        self._corrected = cache(super().corrected)

    def read(self) -> None:
        """Read what all records have in common, so that what is read later is no older."""
        for each in (self._editions, self._led_to, self._waiting, self._changes, self._counts):
            len(each)

    def record(self, reference: str) -> Input:
        """Return the digest of the current version, and whether its log entry is pending.

        Raises NotOnFile if nothing was published.
        """
        if reference not in self._editions:
            raise NotOnFile(
                "Record “{reference}” was not found. Check the list.",
                reference=reference,
            )
        return self._editions[reference], reference in self._waiting

    def led_to(self, reference: str) -> Input:
        """Return the shown records whose items came from a record, with their digests."""
        return self._versions(self._led_to.get(reference, ()))

    def changes(self, scope: Scope = Scope.ALL, subject: str = "") -> Input:
        """Return a mark of the last change to any record of a subject."""
        return self._changes.get((scope, subject), "")

    def counts(self, block: str = "") -> Input:
        """Return the digest of the counts of a block, or those of each."""
        return self._counts.get(block) if block else sorted(self._counts.items())

    def rows(self, wanted: Sought, first: int, limit: int) -> Sequence[Input]:
        """Return the records in one part of a list, with the digests of their versions."""
        found = self._references(wanted)[first : first + limit]
        return [(reference, self._editions.get(reference)) for reference in found]

    def newest(self, subject: Subject, limit: int) -> Sequence[Input]:
        """Return the records that changed last, with the digests of their versions.

        Most blocks and bodies have none, which one read says of all of them.
        """
        scope = _SCOPES.get(subject.about)
        if scope and (scope, subject.key) not in self._changes:
            return [[] for _ in sought(subject)]
        return self._newest(subject, limit)

    def corrected(self, limit: int) -> Sequence[Input]:
        """Return the records with the latest corrections, with the digests of their versions."""
        return self._corrected(limit)

    def library_data(self) -> Input:
        """Return nothing: a copy has the tables of its library, whose digest is an input of every
        page."""
        return None

    def _versions(self, lines: Iterable[RecordLine]) -> Sequence[Input]:
        return [(line.reference, self._editions.get(line.reference)) for line in lines]

    def _listed(self, wanted: Sought) -> Sequence[str]:
        return tuple(map(intern, self._office.records.references(wanted)))

    @cached_property
    def _editions(self) -> Mapping[str, str]:
        # Lists name the same references, and all share one text for each.
        editions = self._office.records.editions()
        return {intern(reference): digest for reference, digest in editions.items()}

    @cached_property
    def _led_to(self) -> Mapping[str, Sequence[RecordLine]]:
        return self._office.records.led_to()

    @cached_property
    def _waiting(self) -> frozenset[str]:
        return self._office.log_proofs.records_waiting()

    @cached_property
    def _changes(self) -> Mapping[tuple[Scope, str], str]:
        return self._office.records.last_changes()

    @cached_property
    def _counts(self) -> Mapping[str, str]:
        found: dict[str, list[Input]] = {}
        sums = self._office.records.tally(Scope.BLOCK, _SHOWN_OF_BLOCKS)
        for block, what in sorted(sums):
            counts = sorted(sums[block, what].items())
            found.setdefault(block, []).append((what.value, counts))
        return {block: _digest_of(each) for block, each in found.items()}


class NotedInputs(InputsOfACopy):
    """The inputs of a copy, with a note of what was asked for each page.

    The next copy asks the same questions. If no answer differs, and what every page is `made_with`
    does not either, then the page is the same: its declaration would lead to the same questions.
    So a question that a thousand pages have in common is asked once.
    """

    def __init__(self, office: Office, made_with: str) -> None:
        super().__init__(office)
        self._made_with = made_with
        self._asked: dict[_Question, None] = {}
        self._marks: dict[_Question, str] = {}
        self.marks_of = lru_cache(_NOTES_AT_HAND)(self._marks_of)

    def begin(self) -> None:
        """Begin the note for another page."""
        self._asked = {}

    def asked(self) -> str:
        """Return what was asked since `begin`, as a line for `marks_of`."""
        return json.dumps([[name, *_in_words(given)] for name, given in self._asked])

    def note(self, question: "_Question", answer: Input) -> None:
        """Note a question with its answer. Unless it is of one record, the first answer counts."""
        self._asked[question] = None
        if question[0] not in _OF_ONE_RECORD and question not in self._marks:
            self._marks[question] = _digest_of(answer)

    def _marks_of(self, asked: str) -> str:
        """Return the digest of the answers to what was asked; empty if it cannot be asked."""
        marks = [self._made_with]
        try:
            for name, *words in json.loads(asked):
                marks.append(self._mark_of((name, _from_words(name, words))))
        except (ValueError, KeyError, TypeError):
            # A note that was spoilt, or that another version wrote.
            return ""
        return _digest_of(marks)

    def _mark_of(self, question: "_Question") -> str:
        if mark := self._marks.get(question):
            return mark
        try:
            answer = _answer(self, question)
        except NotOnFile:
            answer = _NOT_ON_FILE
        return _digest_of(answer)


_Question = tuple[str, tuple[Any, ...]]
"""The name of a method of `PageInputs`, and what it is given."""

_QUESTIONS: Mapping[str, Callable[..., Input]] = {
    name: getattr(InputsOfACopy, name)
    for name, each in vars(PageInputs).items()
    if isinstance(each, FunctionType) and not name.startswith("_")
}
_NOT_ON_FILE = "not on file"
# Their answers are read once for all records, and are the same whenever they are asked for. A copy
# may have 100,000 records, so no mark of theirs is kept.
_OF_ONE_RECORD = frozenset({"record", "led_to"})
# The pages of a record share their notes, and are made together.
_NOTES_AT_HAND = 4096


def _noted(name: str) -> Callable[..., Input]:
    def asked(of: NotedInputs, *given: Any) -> Input:
        return _answer(of, (name, given))

    return asked


for _name in _QUESTIONS:
    setattr(NotedInputs, _name, _noted(_name))


def _answer(of: NotedInputs, question: _Question) -> Input:
    """Return the answer to a question, and note both. Raises NotOnFile."""
    name, given = question
    try:
        answer = _QUESTIONS[name](of, *given)
    except NotOnFile:
        of.note(question, _NOT_ON_FILE)
        raise
    of.note(question, answer)
    return answer


def _digest_of(value: Input) -> str:
    return sha256(repr(value).encode()).hexdigest()[:40]


def _in_words(given: tuple[Any, ...]) -> list[Any]:
    """Return what a method is given, as JSON holds it. Raises TypeError for what it cannot."""
    words: list[Any] = []
    for each in given:
        match each:
            case Sought(block, body, part) if each == Sought(block, body, part):
                words.append([block, body, part])
            case Subject(about, key):
                words.append([about, key])
            case str() | int():
                words.append(each)
            case _:
                raise TypeError(f"{each!r} has no words in the note of a page")
    return words


def _from_words(name: str, words: Sequence[Any]) -> tuple[Any, ...]:
    """Return what a method was given, from the words of `_in_words`."""
    match name, words:
        case "changes", [scope, *rest]:
            return Scope(scope), *rest
        case "rows", [[block, body, part], *rest]:
            return Sought(block, body, BodyPart(part)), *rest
        case "newest" | "require_followed", [[about, key], *rest]:
            return Subject(Followed(about), key), *rest
        case _:
            return tuple(words)
