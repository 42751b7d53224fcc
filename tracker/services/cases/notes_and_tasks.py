"""Notes of colleagues on a request, and tasks with a due date."""

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
class WordedTask:
    """A task with its words, which are empty if they were erased."""

    task: Task
    words: str


@dataclass(frozen=True, slots=True)
class NewTask:
    """The words of a task to create, and the day on which it is due."""

    words: str
    due: date


def write_note(office: Office, reference: str, words: str, *, by: str) -> None:
    """Add a note for colleagues. It is sealed and never public.

    Raises BadInput if it is empty or too long, NotOnFile if there is no such request.
    """
    words = _typed(words, _LONGEST_NOTE, Message("note"))
    with office.cases.open(reference) as case:
        case.keep_note(PrivateNote(secrets.token_hex(8), words, by, office.now()))


def drop_note(office: Office, reference: str, id: str, *, by: str) -> None:
    """Delete one's own note. Raises NotAllowed if someone else wrote it."""
    with office.cases.open(reference) as case:
        if any(note.id == id and note.by != by for note in case.notes()):
            raise NotAllowed("Someone else wrote this note. Ask them to remove it.")
        case.drop_note(id)


def give_task(
    office: Office, reference: str, words: str, person: str, due: date, *, by: str
) -> None:
    """Give a person of the office a task about a request, with a due date.

    Raises BadInput without words, NotAllowed unless the person is of the office.
    """
    words = _typed(words, LONGEST_TASK, Message("task"))
    if person not in {each.id for each in colleagues(office)}:
        raise NotAllowed("Choose a staff member with an open account.")
    task = Task(secrets.token_hex(8), reference, person, due, by, office.now())
    with office.cases.open(reference) as case:
        case.keep_words(_name(task), words)
        office.workbook.tasks.add(task)


def finish_task(office: Office, reference: str, id: str, *, by: str) -> None:
    """Mark a task as done. Raises NotOnFile if it does not exist or was done before."""
    task = office.workbook.tasks.task(id)
    known = task is not None and task.reference == reference
    if not known or not office.workbook.tasks.finish(id, by, office.now()):
        raise NotOnFile("This task is already done. Reload the page.")


def tasks_about(office: Office, reference: str) -> tuple[WordedTask, ...]:
    """Return the tasks about a request, open ones first."""
    tasks = office.workbook.tasks.of(reference)
    with office.cases.look(reference) as case:
        found = [WordedTask(task, case.words(_name(task))) for task in tasks]
    return tuple(sorted(found, key=lambda worded: worded.task.done_at is not None))


def tasks_of(office: Office, person: str, limit: int) -> tuple[Sequence[WordedTask], int]:
    """Return the first open tasks by due date, and the total.

    They are those of a person, or of everyone if `person` is empty.
    """
    tasks, total = office.workbook.tasks.open_tasks(person, limit)
    found = []
    for task in tasks:
        with office.cases.look(task.reference) as case:
            found.append(WordedTask(task, case.words(_name(task))))
    return found, total


def _name(task: Task) -> str:
    return f"task {task.id}"


def _typed(words: str, longest: int, what: str) -> str:
    words = words.strip()
    if not words:
        raise BadInput("Enter the {what}.", what=what)
    if len(words) > longest:
        raise BadInput(
            "The {what} must be {longest:,} characters or fewer.", what=what, longest=longest
        )
    return words
