"""`tracker deadline`: a deadline, with every step of its calculation."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from tracker.cli.arguments import day
from tracker.cli.law_library.chosen import COMMAND_LOCALE, library_in_use
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.clock.deadline import Deadline
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.services.deadlines.deadline_calculator import calculate_deadline, question
from tracker.services.deadlines.explaining import cautions, explain


def show_deadline(chosen: argparse.Namespace) -> int:
    """Print the deadline of a stage, and every step of its calculation."""
    library = _library(chosen)
    asked = question(
        library,
        chosen.law,
        chosen.stage,
        DaySpan.on(chosen.day),
        body=chosen.body,
        extended=chosen.extended,
        expedited=chosen.expedited,
        events=events_in(chosen.event or ()),
    )
    deadline = calculate_deadline(library, asked).deadline
    if chosen.json:
        print(json.dumps(_as_json(deadline), ensure_ascii=False, indent=2))
    else:
        _print(deadline)
    return 0


def _library(chosen: argparse.Namespace) -> Library:
    """Return the library in use, or that of a folder. Raises BadInput for both, and LibraryFaults
    for a folder with faults."""
    if chosen.folder and chosen.shipped:
        raise BadInput("Write one of --folder and --shipped: each names a library.")
    if chosen.folder:
        return read_library(Path(chosen.folder))
    return library_in_use(shipped=chosen.shipped)


def events_in(words: Iterable[str]) -> dict[str, DaySpan]:
    """Return later events from words like `fee-noticed=2024-03-07`. Raises BadInput."""
    events: dict[str, DaySpan] = {}
    for word in words:
        kind, equals, on = word.partition("=")
        if not equals or not kind:
            raise BadInput(f"“{word}” is not an event: write it as fee-noticed=2024-03-07.")
        if kind in events:
            raise BadInput(f"“{kind}” is given twice; give each event once.")
        events[kind] = DaySpan.on(day(on))
    return events


def _as_json(deadline: Deadline) -> dict[str, object]:
    """Return the object that `--json` prints."""
    latest, safe = deadline.latest, deadline.last_safe_day
    return {
        "law": deadline.law.key,
        "stage": deadline.stage.key,
        "event_day": deadline.event.earliest.isoformat(),
        "earliest": deadline.earliest.isoformat(),
        "latest": latest.isoformat() if latest else None,
        "certainty": "provisional" if deadline.provisional else "certain",
        "section": deadline.law.cite(deadline.sources),
        "last_safe_day": safe.isoformat() if safe else None,
        "warnings": list(cautions(deadline, COMMAND_LOCALE)),
        "moves": [
            {"day": line.day.isoformat(), "reason": line.sentence, "sources": list(line.sources)}
            for line in explain(deadline, COMMAND_LOCALE)
        ],
    }


def _print(deadline: Deadline) -> None:
    print(f"{deadline.stage.title}: {COMMAND_LOCALE.span(deadline.earliest, deadline.latest)}")
    print(f"{deadline.law.title}, {deadline.law.cite(deadline.sources)}")
    if deadline.last_safe_day:
        print(f"Last safe day to file: {COMMAND_LOCALE.day(deadline.last_safe_day)}")
    for warning in cautions(deadline, COMMAND_LOCALE):
        print(f"Note: {warning}")
    for line in explain(deadline, COMMAND_LOCALE):
        print(f"  {line.day}  {line.sentence}  [{'; '.join(line.sources)}]")
