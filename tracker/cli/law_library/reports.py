"""`tracker law coverage` and `tracker law stale`: how the library was read, and what is due."""

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.reports.coverage import coverage_of
from tracker.lawfiles.reports.coverage_table import coverage_as_json, coverage_as_markdown
from tracker.services.office_data.due_comparisons import Comparison, all_due
from tracker.settings import read_settings


def report_coverage(chosen: argparse.Namespace) -> int:
    """Print how the facts of the library were read, as Markdown tables or as JSON."""
    found = coverage_of(_library(chosen))
    if chosen.json:
        print(json.dumps(coverage_as_json(found), ensure_ascii=False, indent=2))
        return 0
    for line in coverage_as_markdown(found):
        print(line)
    return 0


def report_due(chosen: argparse.Namespace) -> int:
    """Print what is due to be compared with its sources again, or with `--all` everything."""
    today = date.today()
    found = [each for each in all_due(_library(chosen)) if chosen.all or each.is_due(today)]
    if chosen.json:
        print(
            json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2, default=str)
        )
        return 0
    for each in found:
        print(f"{_when(each, today)}  {each.place}  ({each.what})")
    due = sum(each.is_due(today) for each in found)
    print(f"{due} due on {today}")
    return 0


def _when(each: Comparison, today: date) -> str:
    if each.last is None:
        return "never compared           "
    return f"{each.last}, {'due since' if each.is_due(today) else 'due from'} {each.by}"


def _library(chosen: argparse.Namespace) -> Library:
    return read_library(Path(chosen.folder) if chosen.folder else read_settings().library)
