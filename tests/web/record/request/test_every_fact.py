"""Every fact of a record's JSON is on its page, folded or not."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.offices import an_office, the_library
from tests.web import record_scenes as scenes
from tracker.domain.events import KINDS
from tracker.domain.law.count_step import Reason
from tracker.services.core.naming import (
    ELEMENTS,
    GIVEN_AS,
    OUTCOMES,
    PUBLIC_PHASES,
    RECEIPT_PROOFS,
)
from tracker.services.core.office import Office

LIBRARY = the_library()
SCENES = (
    scenes.a_silence,
    scenes.a_refusal,
    scenes.a_vague_refusal,
    scenes.a_refusal_under_a_typed_section,
    scenes.a_late_answer,
    scenes.a_defective_refusal,
    scenes.a_silence_after_an_extension,
    scenes.a_corrected_silence,
)
# What is in the file alone: how the file is written, what the log has of each entry, and keys that
# join the parts of the file.
IN_THE_FILE = {
    *("form", "language", "kind", "key", "stage", "opening", "dispatch", "question", "actor"),
    *("answer_waits", "decision_waits", "withheld", "demonstration", "library_version"),
    *("entries.digest", "entries.event.body", "entries.event.count", "entries.event.law"),
    *("entries.event.questions", "entries.event.library_version", "releases.entry"),
    *("deadlines.steps.bound", "deadlines.steps.length", "deadlines.steps.unit"),
    *("deadlines.steps.cited.read_in", "deadlines.steps.reason", "entries.event.provisional"),
    *("ur", "provisional", "corrected", "without_proof", "channel", "answer_by", "document"),
    *(
        "deadlines.steps.cited.cite",
        "entries.event.to",
        "entries.event.ground",
        "entries.event.outcomes.vague.category",
        *("entries.event.of", "entries.event.because", "entries.event.private"),
    ),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with records."""
    with an_office(tmp_path) as (opened, _):
        yield opened


def facts(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a record with the path to it."""
    name = path.rpartition(".")[2]
    if path in IN_THE_FILE or name in IN_THE_FILE or value in (None, "", [], {}):
        return
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from facts(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for each in value:
            yield from facts(each, path)
    else:
        yield path, value


def said(path: str, value: Any, law: Any) -> str:
    """What a page says of a value."""
    names: Mapping[str, Callable[[], object]] = {
        "phase": lambda: PUBLIC_PHASES[value],
        "block": lambda: LIBRARY.block_title(value, "en"),
        "body": lambda: LIBRARY.body_name(value),
        "law": lambda: law.title,
        "elements": lambda: ELEMENTS[value],
        "outcome": lambda: OUTCOMES[value],
        "given_as": lambda: GIVEN_AS[value],
        "exemptions": lambda: next(e.cite for e in law.exemptions if e.key == value),
        "lacking": lambda: next(d.says for d in law.refusal_duties if d.key == value),
        "proof": lambda: RECEIPT_PROOFS[value],
        "supporters": lambda: LIBRARY.organisations[value].name,
        "where": lambda: value,
    }
    name = path.rpartition(".")[2]
    if name in names:
        return str(names[name]())
    if isinstance(value, str) and len(value) == len("2024-03-18") and value[4] == "-":
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return str(value)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_every_fact_of_a_record_is_on_its_page(
    office: Office, scene: Callable[[Office], str]
) -> None:
    reference = scene(office)
    reader = scenes.serve(office)
    page: Any = html.fromstring(reader.get(f"/requests/{reference}").text)
    words = " ".join(page.xpath("string(//main)").split())
    record: Any = reader.get(f"/requests/{reference}.json").json
    law = LIBRARY.laws[record["law"]]
    struck = {each["seq"] for each in record["entries"] if each["corrected"]}
    # Of an entry that was corrected, the page shows only its name, its day and the reason.
    for entry in record["entries"]:
        if entry["seq"] in struck:
            entry["event"] = {"on": entry["event"]["on"], "kind": entry["event"]["kind"]}

    missing = {
        (path, value): words_of
        for path, value in facts(record)
        if " ".join((words_of := said(path, value, law)).split()) not in words
    }

    assert not missing
    names = [str(KINDS[each["event"]["kind"]].label) for each in record["entries"]]
    entries = page.xpath("//ol[@class='timeline']/li")
    assert len(entries) == len(names)
    steps = [s for limit in record["deadlines"] for s in limit["steps"]]
    shown = page.xpath("//section[@id='deadlines']//ol[@class='reckoning']/li")
    assert len(shown) <= len(steps)
    assert {step["reason"] for step in steps} <= {reason.value for reason in Reason}
