"""The office's own data beside the histories: tags, tasks, findings, imported lists, checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """A note about a request, for the office alone, sealed under the request's key."""

    id: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """A task about a request for one person.

    Its words are stored apart, sealed under the key of the request.
    """

    id: str
    reference: str
    person: str
    due: date
    made_by: str
    made_at: datetime
    done_by: str = ""
    done_at: datetime | None = None


class Verdict(StrEnum):
    """A person's verdict on two answers that contradict each other by a rule."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Finding:
    """A decision on a contradiction. `key` names both answers and the question."""

    key: str
    first: str
    second: str
    verdict: Verdict
    by: str
    at: datetime


def note_of_finding(key: str) -> str:
    """Return the name under which the private note on a contradiction is stored."""
    return f"finding {key}"


@dataclass(frozen=True, slots=True)
class ListFile:
    """An uploaded list of requests. Its bytes are deleted once it was imported.

    `digest` is keyed: it does not reveal which file it is.
    """

    id: str
    digest: str
    by: str
    at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A row of a list that became a request.

    `past` says that every time limit had long ended.
    """

    digest: str
    reference: str
    file: str
    line: int
    day: date
    past: bool = False


class StayState(StrEnum):
    """What a check found on whether a decision still applies."""

    NOT_FOUND = "not-found"
    STAYED = "stayed"
    SET_ASIDE = "set-aside"


class OpenedDocument(StrEnum):
    """The document that a check rests on: the authority itself, or a summary or report of it."""

    ITSELF = "itself"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class AuthorityCheck:
    """A lawyer's statement that the document was opened and its stay checked on a day.

    `entry` is the digest of the library's entry at that time. A note on the check is stored
    sealed, beside it.
    """

    authority: str
    entry: str
    stay: StayState
    checked_on: date
    by: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    number: int = 0
    opened: OpenedDocument = OpenedDocument.ITSELF

    def lets_cite(self, entry: str) -> bool:
        """Return whether letters may cite the authority: the document itself was opened, no stay
        was found, and the library's entry still has the digest `entry` that was checked."""
        opened = self.opened is OpenedDocument.ITSELF
        return opened and self.stay is StayState.NOT_FOUND and self.entry == entry


class Tags(Protocol):
    """Private labels by which requests are found."""

    def of(self, references: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Return the tags of these requests; those without one are left out."""

    def known(self) -> Sequence[str]:
        """Return every tag in use, in alphabetical order."""

    def put(self, reference: str, tags: Sequence[str]) -> None:
        """Replace the tags of a request."""


class Tasks(Protocol):
    """Tasks, by person and by request."""

    def add(self, task: Task) -> None:
        """Store a new task."""

    def finish(self, id: str, by: str, at: datetime) -> bool:
        """Mark a task as done; return whether it was open until now."""

    def hand_over(self, giver: str, taker: str) -> int:
        """Assign every open task of a person to another; return how many."""

    def task(self, id: str) -> Task | None:
        """Return a task, None if there is none."""

    def of(self, reference: str) -> Sequence[Task]:
        """Return every task about a request, by day."""

    def open_tasks(
        self, person: str, limit: int, until: date | None = None
    ) -> tuple[Sequence[Task], int]:
        """Return the first open tasks of a person by day, and the total.

        An empty `person` means everyone.
        """


class Findings(Protocol):
    """Decisions of people on contradictions."""

    def of(self, keys: Sequence[str]) -> Mapping[str, Finding]:
        """Return the decisions under these keys; undecided ones are left out."""

    def involving(self, reference: str) -> Sequence[Finding]:
        """Return the decisions on contradictions of a response to this request, by key."""

    def decide(self, finding: Finding) -> None:
        """Replace the decision on a contradiction."""

    def withdraw(self, key: str) -> None:
        """Delete the decision on a contradiction."""


class Lists(Protocol):
    """Uploaded lists of requests, and the requests imported from them."""

    def digester(self) -> Callable[[bytes], str]:
        """Return the function that digests data under a key of the office. Raises Locked."""

    def keep(self, file: ListFile, data: bytes) -> None:
        """Store a list, sealed, and delete lists that were left long ago."""

    def change(self, id: str, data: bytes) -> None:
        """Replace the bytes of a list that was not imported."""

    def data(self, id: str) -> bytes:
        """Return the bytes of a list. Raises NotOnFile if they were deleted."""

    def forget(self, id: str) -> None:
        """Delete a list from which nothing was imported."""

    def finish(self, id: str, at: datetime) -> None:
        """Mark a list as imported and delete its bytes.

        Raises AlreadyEntered if it was imported or deleted before.
        """

    def file(self, id: str) -> ListFile:
        """Return a list without its bytes. Raises NotOnFile if there is none."""

    def files(self, person: str) -> Sequence[ListFile]:
        """Return imported lists and those that this person left, newest first."""

    def imported_as(self, digest: str) -> ListFile | None:
        """Return the imported list with a digest, None if there is none."""

    def note(self, rows: Sequence[Imported]) -> None:
        """Store which rows became which requests.

        Raises AlreadyEntered if one of them was imported before.
        """

    def known(self, digests: Sequence[str]) -> Mapping[str, Imported]:
        """Return the rows with these digests that were imported before."""

    def rows(self, file: str) -> Sequence[Imported]:
        """Return the requests imported from a list, in the order of its lines."""


class AuthorityChecks(Protocol):
    """Checks of authorities. A new check replaces none."""

    def add(self, check: AuthorityCheck, note: str) -> None:
        """Store a check, and its note sealed to the office."""

    def withdraw(self, authority: str, by: str, at: datetime) -> bool:
        """Withdraw every check of an authority; return whether there was one."""

    def in_force(self) -> Mapping[str, AuthorityCheck]:
        """Return the newest check of each authority that has one, withdrawn ones left out."""

    def of(self, authority: str) -> Sequence[AuthorityCheck]:
        """Return every check of an authority, newest first."""

    def notes(self, authority: str) -> Mapping[int, str]:
        """Return the notes on its checks by their numbers, empty ones left out.

        Raises Locked, and Damaged for one that cannot be decrypted.
        """


@dataclass(frozen=True, slots=True)
class TakenWording:
    """A lawyer’s statement that lets the office use the letters under a law in a language, which
    the lawyer has command of. `version` is the digest of the wording that the lawyer read, and
    `sentences` has the digests of its sentences."""

    law: str
    language: str
    version: str
    sentences: frozenset[str]
    by: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None


class TakenWordings(Protocol):
    """Lawyers’ statements on wordings. A new statement does not replace older ones."""

    def add(self, taken: TakenWording) -> None:
        """Store a statement."""

    def withdraw(self, law: str, language: str, by: str, at: datetime) -> bool:
        """Withdraw every statement on a law and language; return whether there was one."""

    def in_force(self) -> Mapping[tuple[str, str], TakenWording]:
        """Return the newest statement that is not withdrawn, by law and language."""

    def of(self, law: str, language: str) -> Sequence[TakenWording]:
        """Return every statement on a law and language, newest first."""


ARGUMENT_CHANGED = Message(
    "Someone else saved this argument first. Compare both texts, then save again to use yours."
)


@dataclass(frozen=True, slots=True)
class OfficeArgument:
    """One version of an argument of the office.

    `law` and `answers`, a section or a ground of refusal, say where it fits; both may be empty.
    An archived argument stays, and is not offered any more.
    """

    id: str
    version: int
    title: str
    words: str
    source: str
    law: str
    answers: str
    archived: bool
    saved_by: str
    saved_at: datetime


class ArgumentChanged(Refusal):
    """An argument that someone else saved first. `theirs` is the stored version."""

    def __init__(self, theirs: OfficeArgument) -> None:
        super().__init__(ARGUMENT_CHANGED)
        self.theirs = theirs


class ArgumentLibrary(Protocol):
    """The arguments of the office. Each save adds a version, and nothing is deleted."""

    def latest(self) -> Sequence[OfficeArgument]:
        """Return the latest version of each argument, archived ones included, by title.

        Raises Locked.
        """

    def versions(self, id: str) -> Sequence[OfficeArgument]:
        """Return every version of an argument, newest first; empty if there is none.

        Raises Locked.
        """

    def save(self, argument: OfficeArgument) -> OfficeArgument:
        """Store an argument as the version after `argument.version`, and return it.

        Raises ArgumentChanged if another version is stored.
        """


@dataclass(frozen=True, slots=True)
class BodyGroup:
    """A named group of public bodies, by their keys."""

    id: str
    name: str
    bodies: tuple[str, ...]
    saved_by: str
    saved_at: datetime


class BodyGroups(Protocol):
    """The office's groups of public bodies. No two have the same name."""

    def all(self) -> Sequence[BodyGroup]:
        """Return every group by name. Raises Locked if there are any and no key is open."""

    def add(self, group: BodyGroup) -> bool:
        """Store a new group; return False, and store nothing, if its name is in use."""

    def forget(self, id: str) -> bool:
        """Delete a group; return whether there was one."""


class Workbook(Protocol):
    """Tags, tasks, findings, imported lists, the office's arguments and groups of bodies."""

    tags: Tags
    tasks: Tasks
    findings: Findings
    lists: Lists
    arguments: ArgumentLibrary
    groups: BodyGroups
