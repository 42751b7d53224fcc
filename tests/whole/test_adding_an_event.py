"""A kind of event that is added in one file, as `docs/adding-an-event.md` says, letter by letter.

Nothing else of the program knows it: what the pages, the storage, the data and the log make of it,
they make of that file alone. The steps of the page are followed in a copy of the project, where
every command of `make check` must pass.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po, write_po
from flask.testing import FlaskClient

from tests.offices import Clock, a_request, an_office, received
from tests.services.public.test_data_package import made
from tests.web import record_scenes as scenes
from tests.web.browser import Browser, a_new_app, signed_in, somebody
from tests.web.record.data.log_proofs import check
from tracker.domain.base.canonical import canonical
from tracker.domain.base.days import DaySpan
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.events import KINDS
from tracker.domain.events.event import Event
from tracker.domain.record.record import from_bytes
from tracker.services.core.office import Office
from tracker.services.public.data_tables import OWN_TABLE_FIELDS
from tracker.web.base.permissions import act_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/adding-an-event.md"
FILE = re.compile(r"\*\*(\w+)\.py\*\* in `(tracker/domain/events/\w+)`")
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)

RECEIVED, HELD = date(2024, 2, 26), date(2024, 3, 5)
PAPER = {"papers": (b"%PDF-1.7\n%notes of the inspection\n", "notes.pdf")}
# What is typed into its form. Which receipt is meant is not asked, since there is only one.
TYPED = {"on": "2024-03-05", "records": "some", "copies_promised": "y"}
SAID = ("Records that you could read: some of them.", "The body promised copies: yes.")


@pytest.fixture
def kind(tmp_path: Path) -> Iterator[type[Event]]:
    """The kind of the page, loaded from a file of its name, and forgotten after the test."""
    text = PAGE.read_text("utf-8")
    ((name, _),) = FILE.findall(text)
    source = tmp_path / f"{name}.py"
    source.write_text(CODE.findall(text)[0], encoding="utf-8")
    before = set(KINDS)
    spec = spec_from_file_location(name, source)
    assert spec
    assert spec.loader
    sys.modules[spec.name] = module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        (added,) = set(KINDS) - before
        yield KINDS[added]
    finally:
        for new in set(KINDS) - before:
            del KINDS[new]
        del sys.modules[spec.name]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What `make check` looks at, copied."""
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("tracker", "tests", "tools", "templates", "benchmarks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for file in ("pyproject.toml", "Makefile"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


@pytest.fixture
def office_and_clock(
    kind: type[Event], founded: str, tmp_path: Path
) -> Iterator[tuple[Office, Clock]]:
    """An office on a database that was made while the program had the new kind."""
    with an_office(tmp_path, url=founded) as opened:
        yield opened


@pytest.fixture
def office(office_and_clock: tuple[Office, Clock]) -> Office:
    return office_and_clock[0]


@pytest.fixture
def waiting(office_and_clock: tuple[Office, Clock]) -> str:
    """A request received on Monday 26 February 2024; it is Friday 8 March."""
    office, clock = office_and_clock
    clock.set(RECEIVED)
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, RECEIVED)
    clock.set(date(2024, 3, 8))
    return reference


@pytest.fixture
def lawyer(office: Office) -> Browser:
    return signed_in(a_new_app(office), office, somebody(office))


def state_of(office: Office, reference: str) -> CaseState:
    with office.cases.look(reference) as case:
        return case_state_of(case.history)


def recorded(office: Office, reference: str) -> Entry:
    """The one entry of the new kind, read back."""
    (entry,) = state_of(office, reference).all("inspection-held")
    return entry


def entered(lawyer: Browser, reference: str) -> None:
    """Record the event by its form."""
    form = f"/desk/requests/{reference}/record/inspection-held"
    assert "Inspection logged." in lawyer.submit(form, TYPED, PAPER).words


def shown(office: Office, reference: str) -> FlaskClient:
    """Publish the whole request; a reader of the public side, once the log has its entries."""
    scenes.show(office, reference, on=None)
    office.log_upkeep.append()
    return scenes.serve(office)


def public_form(entry: Entry) -> dict[str, Any]:
    return dict(json.loads(canonical(entry.event, public=True)))


@pytest.mark.samples("sqlite")
def test_it_is_offered_asked_for_and_recorded_by_its_form(
    kind: type[Event], office: Office, lawyer: Browser, waiting: str
) -> None:
    page = lawyer.get(f"/desk/requests/{waiting}")
    assert "Log an inspection When you have read records at the body." in page.words
    (link,) = page.tree.xpath("//a[normalize-space()='Log an inspection']/@href")

    form = lawyer.get(link)
    names = set(form.tree.xpath("//main//form//*[@name]/@name"))
    wrong = lawyer.submit(form, {"on": "2024-03-05"})
    done = lawyer.submit(wrong, TYPED, PAPER)

    assert names == {"csrf_token", "on", "records", "copies_promised", "continued_on", "papers"}
    assert wrong.summary() == [
        "Select which records you could read.",
        "Add the record of the inspection. Your own note is enough.",
    ]
    assert "Inspection logged." in done.words
    entry = recorded(office, waiting)
    assert entry.event.on == DaySpan.on(HELD)
    (receipt,) = state_of(office, waiting).all("received")
    assert public_form(entry) == {
        "kind": "inspection-held",
        "on": {"earliest": "2024-03-05", "latest": "2024-03-05"},
        "receipt": receipt.seq,
        "records": "some",
        "copies_promised": True,
        "continued_on": None,
    }


@pytest.mark.samples("sqlite")
def test_it_stands_in_the_timeline_with_its_document_and_can_be_corrected(
    office: Office, lawyer: Browser, waiting: str
) -> None:
    entered(lawyer, waiting)

    page = lawyer.get(f"/desk/requests/{waiting}")
    (line,) = page.tree.xpath(f"//*[@id='entry-{recorded(office, waiting).seq}']")
    words = " ".join(line.xpath("string()").split())
    for said in ("Tuesday 5 March 2024", "Records inspected", *SAID, "notes.pdf"):
        assert said in words
    assert "Record of the inspection" in words
    assert "good" in line.get("class")
    (correct,) = line.xpath(".//a[contains(@href, '/correct')]/@href")
    lawyer.submit(correct, {"why": "Another request was inspected."})

    assert state_of(office, waiting).all("inspection-held") == ()


@pytest.mark.samples("sqlite")
def test_what_does_not_fit_is_refused(office: Office, lawyer: Browser, waiting: str) -> None:
    form = f"/desk/requests/{waiting}/record/inspection-held"
    early, elsewhere = TYPED | {"on": "2024-02-20"}, f"{form}?receipt=1"

    before = lawyer.submit(form, early, PAPER)
    of_no_receipt = lawyer.submit(lawyer.get(elsewhere), TYPED, PAPER, path=elsewhere)

    assert before.summary()[0] == (
        "20 February 2024 is before 26 February 2024, when the request was received. Check both "
        "dates."
    )
    assert of_no_receipt.summary()[0] == ("Entry 1 cannot be used here. Choose one on the page.")
    assert state_of(office, waiting).all("inspection-held") == ()


@pytest.mark.samples("sqlite")
def test_its_page_takes_the_permission_that_it_names(
    kind: type[Event], office: Office, waiting: str
) -> None:
    app = a_new_app(office)

    (rule,) = app.url_map.iter_rules("desk_recording.inspection-held")

    assert act_of(rule, "POST").value == kind.permission


@pytest.mark.samples("postgresql")
def test_it_is_published_and_shown_in_public(
    office: Office, lawyer: Browser, waiting: str
) -> None:
    entered(lawyer, waiting)
    reader = shown(office, waiting)

    page = reader.get(f"/requests/{waiting}").text

    for words in ("Records inspected", *SAID):
        assert words in page
    assert "notes.pdf" not in page


@pytest.mark.samples("sqlite")
def test_it_is_in_the_record_the_api_and_the_data(
    kind: type[Event], office: Office, lawyer: Browser, waiting: str
) -> None:
    entered(lawyer, waiting)
    reader = shown(office, waiting)
    entry = recorded(office, waiting)
    fields = {
        name: said for name, said in public_form(entry).items() if name not in OWN_TABLE_FIELDS
    }

    content = reader.get(f"/requests/{waiting}.json").data
    files = made(office)
    rows = [json.loads(line) for line in files["events.jsonl"].splitlines()]
    cells = list(csv.DictReader(io.StringIO(files["events.csv"].decode(), newline="")))

    (shown_entry,) = from_bytes(content).state.all("inspection-held")
    assert shown_entry.event == entry.event.public()
    (row,) = [each for each in rows if each["kind"] == "inspection-held"]
    (cell,) = [each for each in cells if each["kind"] == "inspection-held"]
    assert row["event"] == json.loads(cell["event"]) == fields
    told = reader.get(f"/api/v1/requests/{waiting}").get_json()["events"]
    assert row in told


@pytest.mark.samples("sqlite")
def test_it_is_proved_in_the_log(
    kind: type[Event], office: Office, lawyer: Browser, waiting: str
) -> None:
    entered(lawyer, waiting)
    reader = shown(office, waiting)
    entry = recorded(office, waiting)

    proof = check(reader, waiting)

    (opened,) = [each for each in proof["entries"] if each["seq"] == entry.seq]
    assert json.loads(opened["said"])["event"] == public_form(entry)


def run(project: Path, *command: str) -> tuple[int, str]:
    """Run a program of this environment on the copy; its exit status and its output."""
    program = Path(sys.executable).with_name(command[0])
    # In CI the runner prints differences in full, which the page does not show.
    apart = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        [program, *command[1:]],
        cwd=project,
        env=apart | {"PYTHONPATH": str(project), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def checks(file: str) -> list[tuple[str, ...]]:
    """The commands of `make check`, with the types of the new file only: that saves a minute."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (recipe,) = re.findall(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    commands = [tuple(line.split()) for line in re.findall(r"\$\(BIN\)/(.*)", recipe)]
    return [(*each, file) if each == ("mypy",) else each for each in commands]


def saved(project: Path) -> str:
    """Step 1: the file of the page, in the folder that the page names."""
    text = PAGE.read_text("utf-8")
    ((name, folder),) = FILE.findall(text)
    file = f"{folder}/{name}.py"
    (project / file).write_text(CODE.findall(text)[0], "utf-8")
    return file


def translated(project: Path) -> set[str]:
    """Step 2: the sentences that `make words` names, which then have words in the catalogue."""
    status, said = run(project, "python", "tools/words.py", "update")
    catalogue = project / "tracker/translations/ur/LC_MESSAGES/messages.po"
    with catalogue.open("rb") as file:
        words = read_po(file)
    named = {str(message.id) for message in words if message.id and not message.string}
    assert status == 1
    assert all(f"“{sentence}” has no words (ur)." in said for sentence in named), said
    for sentence in named:
        words[sentence].string = f"وہ {sentence}"
    with catalogue.open("wb") as file:
        write_po(file, words, width=98)
    return named


def fixed(project: Path) -> None:
    """Step 3: what the test of golden bytes says to write, in the files that it names."""
    test = ("python", "-m", "pytest", "-p", "no:xdist", "tests/domain/events/test_golden_bytes.py")
    status, said = run(project, *test)
    wanted = re.findall(r"write tests/golden/(\S+) with\n((?:E .*\n)+)", said)
    assert status == 1
    for name, told in wanted:
        lines = [line[1:].strip() for line in told.splitlines()]
        content = [line for line in lines if line.startswith(('{"', '"')) or line in ("{", "}")]
        (project / "tests/golden" / name).write_text("\n".join(content) + "\n", "utf-8")
    status, said = run(project, *test)
    assert status == 0, said


@pytest.mark.slow
def test_the_page_can_be_followed_and_the_project_passes_its_checks(project: Path) -> None:
    file = saved(project)
    before = run(project, "python", "tools/words.py")

    named = translated(project)
    fixed(project)

    assert before[0] == 1
    assert {"Records inspected", "Inspection logged.", "all of them"} <= named
    for command in checks(file):
        status, said = run(project, *command)
        assert status == 0, f"{' '.join(command)}: {said}"
