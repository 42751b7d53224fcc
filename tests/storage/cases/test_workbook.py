"""What the office keeps for itself, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request
from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.workbook import Finding, Imported, ListFile, PrivateNote, Task, Verdict
from tracker.storage.opening import Storage

LATER = AT + timedelta(days=8)
DAY = date(2024, 3, 20)


@pytest.fixture
def office(storage: Storage) -> Storage:
    for reference in (REFERENCE, OTHER):
        file_request(storage, reference)
    return storage


def a_list(office: Storage, id: str = "list", *, by: str = BY, at: datetime = AT) -> ListFile:
    file = ListFile(id, office.workbook.lists.digester()(id.encode()), by, at)
    office.workbook.lists.keep(file, f"names of {id}".encode())
    return file


def test_a_note_is_sealed_and_read_as_it_was_written(office: Storage) -> None:
    note = PrivateNote(
        "n1", "Zarmina is “ill”.", BY, datetime(2024, 3, 18, 9, 30, 1, 5, tzinfo=UTC)
    )
    with office.cases.open(REFERENCE) as case:
        case.keep_note(note)
        case.keep_words("task 1", "Call Zarmina")

    with office.cases.look(REFERENCE) as case:
        assert case.notes() == (note,)
        assert case.words("task 1") == "Call Zarmina"
        assert case.words("task 2") == ""
    with office.cases.look(OTHER) as case:
        assert case.notes() == ()


def test_a_task_is_done_once(office: Storage) -> None:
    tasks = office.workbook.tasks
    task = Task("t1", REFERENCE, "anna", DAY, BY, AT)
    tasks.add(task)

    assert tasks.open_tasks("anna", 5) == ((task,), 1)
    assert tasks.open_tasks("anna", 5, DAY - timedelta(days=1)) == ((), 0)
    assert tasks.hand_over("anna", "bilal") == 1
    assert [tasks.finish("t1", "bilal", AT), tasks.finish("t1", "bilal", LATER)] == [True, False]
    done = tasks.task("t1")
    assert done
    assert (done.person, done.done_by, done.done_at) == ("bilal", "bilal", AT)
    assert tasks.open_tasks("", 5) == ((), 0)


def test_a_finding_is_what_was_decided_last(office: Storage) -> None:
    findings = office.workbook.findings
    first = Finding("k", REFERENCE, OTHER, Verdict.CONFIRMED, BY, AT)
    second = Finding("k", REFERENCE, OTHER, Verdict.DISMISSED, "anna", LATER)

    findings.decide(first)
    findings.decide(second)

    assert findings.of(["k", "other"]) == {"k": second}
    assert findings.involving(OTHER) == (second,)
    assert findings.involving("another") == ()
    findings.withdraw("k")
    assert findings.of(["k"]) == {}


def test_a_list_is_sealed_while_it_waits_and_gone_once_imported(office: Storage) -> None:
    lists, file = office.workbook.lists, a_list(office)
    assert lists.data("list") == b"names of list"
    lists.change("list", b"other names")
    assert lists.data("list") == b"other names"
    assert lists.imported_as(file.digest) is None

    lists.finish("list", LATER)

    with pytest.raises(NotOnFile):
        lists.data("list")
    with pytest.raises(AlreadyEntered):
        lists.finish("list", LATER)
    kept = lists.imported_as(file.digest)
    assert kept
    assert kept.done_at == LATER
    lists.forget("list")
    assert lists.file("list") == kept


def test_a_list_that_was_left_is_forgotten_after_a_week(office: Storage) -> None:
    a_list(office, "old")
    a_list(office, "done")
    office.workbook.lists.finish("done", AT)

    a_list(office, "new", at=LATER)

    assert [file.id for file in office.workbook.lists.files(BY)] == ["new", "done"]
    assert [file.id for file in office.workbook.lists.files("anna")] == ["done"]


def test_a_row_becomes_a_request_once(office: Storage) -> None:
    lists = office.workbook.lists
    a_list(office)
    first = Imported("digest", REFERENCE, "list", 2, DAY, past=True)
    lists.note([first])

    with pytest.raises(AlreadyEntered):
        lists.note([Imported("digest", OTHER, "list", 3, DAY)])

    assert lists.known(["digest", "other"]) == {"digest": first}
    assert lists.rows("list") == (first,)


def test_erasing_a_person_leaves_no_word_of_it(office: Storage) -> None:
    a_list(office)
    office.workbook.lists.note([Imported("digest", REFERENCE, "list", 2, DAY)])
    office.workbook.tags.put(REFERENCE, ["zarmina"])
    office.workbook.tags.put(OTHER, ["kept"])
    office.workbook.tasks.add(Task("t1", REFERENCE, "anna", DAY, BY, AT))

    office.cases.erase_person(REFERENCE)

    assert office.workbook.tags.known() == ("kept",)
    assert office.workbook.tasks.task("t1") is None
    assert office.workbook.lists.known(["digest"]) == {}
