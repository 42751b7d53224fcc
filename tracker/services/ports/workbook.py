"""What the office keeps for itself beside the histories: tags, tasks, findings, imported lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Note:
    """Words about a request that nobody outside the office reads. Sealed under its key."""

    id: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a person has to do about a request. Its words are sealed under the key of
    the request, apart from this."""

    id: str
    reference: str
    person: str
    due: date
    made_by: str
    made_at: datetime
    done_by: str = ""
    done_at: datetime | None = None


class Verdict(StrEnum):
    """What a person said of two answers that a rule found to contradict each other."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction on which a person decided; `key` names both answers and the question."""

    key: str
    first: str
    second: str
    verdict: Verdict
    by: str
    at: datetime


def note_of_finding(key: str) -> str:
    """The name under which the private note on a contradiction is kept."""
    return f"finding {key}"


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list of requests that was handed in. Its bytes are gone once it was imported.

    `digest` is keyed: it tells nothing to whoever holds the same file.
    """

    id: str
    digest: str
    by: str
    at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A row of a list that became a request. `past` says that every time to act had long ended."""

    digest: str
    reference: str
    file: str
    line: int
    day: date
    past: bool = False


class Tags(Protocol):
    """Private words by which requests are found again."""

    def of(self, references: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The tags of these requests; those without one are left out."""

    def known(self) -> Sequence[str]:
        """Every tag in use, in alphabetical order."""

    def put(self, reference: str, tags: Sequence[str]) -> None:
        """These tags in place of those before."""


class Tasks(Protocol):
    """Tasks of people."""

    def add(self, task: Task) -> None: ...

    def finish(self, id: str, by: str, at: datetime) -> bool:
        """Whether it was open until now."""

    def hand_on(self, id: str, person: str) -> None: ...

    def hand_over(self, giver: str, taker: str) -> int:
        """Give all open tasks of a person to another; how many."""

    def task(self, id: str) -> Task | None: ...

    def of(self, reference: str) -> Sequence[Task]:
        """All tasks about a request, by day."""

    def open_tasks(
        self, person: str, limit: int, until: date | None = None
    ) -> tuple[Sequence[Task], int]:
        """The first open tasks of a person, or of all where `person` is empty, by day; and how
        many there are."""


class Findings(Protocol):
    """What people decided on contradictions."""

    def of(self, keys: Sequence[str]) -> Mapping[str, Finding]: ...

    def involving(self, reference: str) -> Sequence[Finding]:
        """Those in which a response to this request is one of the two answers."""

    def decide(self, finding: Finding) -> None:
        """In place of what was decided before."""

    def withdraw(self, key: str) -> None: ...


class Lists(Protocol):
    """Lists that were handed in, and the requests that came of them."""

    def digest(self, data: bytes) -> str:
        """A digest under a key of the office."""

    def keep(self, file: ListFile, data: bytes) -> None:
        """Keep a list, sealed; lists that were left long ago are forgotten."""

    def change(self, id: str, data: bytes) -> None:
        """Other bytes in place of those kept."""

    def data(self, id: str) -> bytes:
        """The bytes as they were kept. Raises NotOnFile once they are gone."""

    def forget(self, id: str) -> None:
        """Remove a list of which nothing was imported."""

    def finish(self, id: str, at: datetime) -> None:
        """Note that it was imported; its bytes go."""

    def file(self, id: str) -> ListFile:
        """Raises NotOnFile."""

    def files(self, person: str) -> Sequence[ListFile]:
        """What was imported, and what this person left, the newest first."""

    def imported_as(self, digest: str) -> ListFile | None:
        """The imported list of that digest."""

    def note(self, rows: Sequence[Imported]) -> None:
        """Note which rows became which requests. Raises AlreadyEntered where one did before."""

    def known(self, digests: Sequence[str]) -> Mapping[str, Imported]:
        """The rows of these digests that were imported before."""

    def rows(self, file: str) -> Sequence[Imported]:
        """The requests that came of a list, in the order of its lines."""


class Workbook(Protocol):
    """All of it."""

    @property
    def tags(self) -> Tags: ...

    @property
    def tasks(self) -> Tasks: ...

    @property
    def findings(self) -> Findings: ...

    @property
    def lists(self) -> Lists: ...
