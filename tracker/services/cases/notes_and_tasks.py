"""What colleagues leave for each other about a request: notes, and tasks with a day."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.messages import Message
from tracker.services.core.office import Office
from tracker.services.people.accounts import colleagues
from tracker.services.ports.workbook import PrivateNote, Task

_LONGEST_NOTE, LONGEST_TASK = 10_000, 300


@dataclass(frozen=True, slots=True)
class Errand:
    """A task with its words; empty where they were erased."""

    task: Task
    words: str


def write_note(office: Office, reference: str, words: str, *, by: str) -> None:
    """Leave a note for colleagues: it is sealed and never public. Raises BadInput, NotOnFile."""
    words = _typed(words, _LONGEST_NOTE, Message("note"))
    with office.cases.open(reference) as case:
        case.keep_note(PrivateNote(secrets.token_hex(8), words, by, office.now()))


def drop_note(office: Office, reference: str, id: str, *, by: str) -> None:
    """Remove one's own note. Raises NotAllowed for that of somebody else."""
    with office.cases.open(reference) as case:
        if any(note.id == id and note.by != by for note in case.notes()):
            raise NotAllowed("Somebody else wrote this note: ask that person to remove it.")
        case.drop_note(id)


def give_task(
    office: Office, reference: str, words: str, person: str, due: date, *, by: str
) -> None:
    """Give somebody of the office something to do about a request by a day.

    Raises BadInput without words, NotAllowed for nobody of the office.
    """
    words = _typed(words, LONGEST_TASK, Message("task"))
    if person not in {each.id for each in colleagues(office)}:
        raise NotAllowed("Choose somebody of the office whose account is open.")
    task = Task(secrets.token_hex(8), reference, person, due, by, office.now())
    with office.cases.open(reference) as case:
        case.keep_words(_name(task), words)
        office.workbook.tasks.add(task)


def finish_task(office: Office, reference: str, id: str, *, by: str) -> None:
    """Note that a task is done. Raises NotOnFile where it is not, or was done already."""
    task = office.workbook.tasks.task(id)
    known = task is not None and task.reference == reference
    if not known or not office.workbook.tasks.finish(id, by, office.now()):
        raise NotOnFile("This task is done already: load the page anew.")


def errands_about(office: Office, reference: str) -> tuple[Errand, ...]:
    """The tasks about a request, those that are open first."""
    tasks = office.workbook.tasks.of(reference)
    with office.cases.look(reference) as case:
        found = [Errand(task, case.words(_name(task))) for task in tasks]
    return tuple(sorted(found, key=lambda errand: errand.task.done_at is not None))


def errands_of(office: Office, person: str, limit: int) -> tuple[Sequence[Errand], int]:
    """The first open tasks of a person, or of everybody where `person` is empty, by day; and how
    many there are."""
    tasks, total = office.workbook.tasks.open_tasks(person, limit)
    found = []
    for task in tasks:
        with office.cases.look(task.reference) as case:
            found.append(Errand(task, case.words(_name(task))))
    return found, total


def _name(task: Task) -> str:
    return f"task {task.id}"


def _typed(words: str, longest: int, what: str) -> str:
    words = words.strip()
    if not words:
        raise BadInput("Write the {what} first.", what=what)
    if len(words) > longest:
        raise BadInput(
            "Shorten the {what}: {longest:,} characters at most.", what=what, longest=longest
        )
    return words
