"""`tracker law …`: laws listed, shown, checked and compared, and the links of the library."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sized
from dataclasses import asdict
from datetime import date
from pathlib import Path

from tracker.cli.law_library.chosen import COMMAND_LOCALE, library_in_use
from tracker.cli.progress import Progress
from tracker.domain.base.errors import BadInput
from tracker.domain.law.law import Law, Stage
from tracker.lawfiles import Complaint, read_library
from tracker.lawfiles.checks import examine_library, warnings_of
from tracker.lawfiles.diff_table import as_json, as_markdown
from tracker.lawfiles.json_schema import schema_text, write_schemas
from tracker.lawfiles.library_diff import compare_libraries
from tracker.lawfiles.reader import PACKAGED
from tracker.lawfiles.walking import table_of, walk
from tracker.lawfiles.writing import library_file_text
from tracker.links.checking import LinkChecker, LinkState
from tracker.links.library_addresses import library_addresses, sources_without_address
from tracker.links.report import (
    CheckedLink,
    as_report,
    checked_links,
    read_report,
    write_report,
)
from tracker.services.deadlines.explaining import said_length
from tracker.settings import letters_folder, read_settings
from tracker.translations import spoken_languages


def list_laws(chosen: argparse.Namespace) -> int:
    """Print the laws, one a line."""
    library = library_in_use(shipped=chosen.shipped)
    if chosen.json:
        laws = [_brief(law) for law in library.laws.values()]
        print(json.dumps(laws, ensure_ascii=False, indent=2))
        return 0
    for law in library.laws.values():
        print(f"{law.key:24} {law.named()}")
    return 0


def show_law(chosen: argparse.Namespace) -> int:
    """Print one law: who may ask, its stages, and how each was read."""
    law = library_in_use(shipped=chosen.shipped).law(chosen.key)
    if chosen.toml:
        print(library_file_text(law), end="")
        return 0
    if chosen.json:
        stages = [_stage_brief(law, stage) for stage in law.stages.values()]
        whole = _brief(law) | {"who_may_ask": str(law.eligibility.says), "stages": stages}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    print(f"{law.named()}\n{law.status}\nWho may ask: {law.eligibility.says}")
    for stage in law.stages.values():
        brief = _stage_brief(law, stage)
        print(f"\n{stage.key}: {stage.title}")
        for limit in brief["limits"]:
            print(f"  {limit['length']}, {limit['section']} ({limit['read_in']})")
        if not stage.limits:
            print("  no time limit is known")
    return 0


def check_laws(chosen: argparse.Namespace) -> int:
    """Print complaints and warnings about the library. Exit status 2 if there is a complaint."""
    folder = Path(chosen.folder) if chosen.folder else read_settings().library
    library, complaints = examine_library(folder, spoken_languages(letters_folder()))
    walked = list(walk(library)) if chosen.walk and not complaints else []
    faults = [*complaints, *(fault for each in walked for fault in each.faults)]
    warnings = warnings_of(library, date.today())
    if chosen.json:
        _print_as_json(complaint=faults, warning=warnings)
    for fault in faults:
        print(fault, file=sys.stderr)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if faults:
        print(_how_many(faults, "complaint"), file=sys.stderr)
        return 2
    if not chosen.json:
        for line in table_of(walked) if walked else ():
            print(line)
        laws, calendars = _how_many(library.laws, "law"), _how_many(library.calendars, "calendar")
        print(f"{laws}, {calendars}: no complaints")
    return 0


def _how_many(found: Sized, noun: str) -> str:
    return f"{len(found)} {noun}" if len(found) == 1 else f"{len(found)} {noun}s"


def _print_as_json(**found: list[Complaint]) -> None:
    """Print one list for other programs: each fault with its place and gravity."""
    listed = [
        {**asdict(fault), "gravity": gravity}
        for gravity, faults in found.items()
        for fault in faults
    ]
    print(json.dumps(listed, ensure_ascii=False, indent=2))


def diff_laws(chosen: argparse.Namespace) -> int:
    """Print what differs between two library folders, as tables for the change log or as JSON."""
    before = read_library(Path(chosen.old))
    after = read_library(Path(chosen.new) if chosen.new else PACKAGED)
    found = compare_libraries(before, after)
    if chosen.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return 0
    for line in as_markdown(found):
        print(line)
    if not found:
        print("No law and no calendar differs.")
    return 0


def find_dead_links(chosen: argparse.Namespace) -> int:
    """Look up the addresses in the library, and name those that lead nowhere.

    Exit status 1 if any is dead. This is the only command that opens addresses of others.
    """
    folder = Path(chosen.folder) if chosen.folder else read_settings().library
    if chosen.missing:
        return _list_missing(folder, as_list=chosen.json)
    report = Path(chosen.report) if chosen.report else None
    if chosen.since and not report:
        raise BadInput("Name the report of the earlier run by --report: --since goes on from it.")
    named = {
        address: named_by
        for address, named_by in library_addresses(read_library(folder)).items()
        if chosen.only in address
    }
    before = read_report(report) if report else {}
    known = {a: link for a, link in before.items() if a in named and _still_known(link, chosen)}
    left = {address: named_by for address, named_by in named.items() if address not in known}
    progress = Progress("links", len(left))
    for link in checked_links(left, LinkChecker(chosen.seconds).ask, date.today()):
        known[link.address] = link
        progress.add(1)
        if report:
            write_report(report, [*known.values(), *_others(before, known)])
    progress.clear()
    _print_links(list(known.values()), as_list=chosen.json)
    return int(any(link.found.state is LinkState.DEAD for link in known.values()))


def _list_missing(folder: Path | None, *, as_list: bool) -> int:
    """Print the sources of a library folder that give no address, by the entry that names them."""
    missing = sources_without_address(read_library(folder))
    if as_list:
        print(json.dumps(missing, ensure_ascii=False, indent=2))
        return 0
    for name, sources in missing.items():
        for where in sources:
            print(f"{name}  {where}")
    print(f"{sum(map(len, missing.values()))} sources without an address")
    return 0


def _still_known(link: CheckedLink, chosen: argparse.Namespace) -> bool:
    """Return whether a link of an earlier report need not be looked up again."""
    found_then = link.found.state in (LinkState.ALIVE, LinkState.MOVED)
    return bool(chosen.since and found_then and link.on >= chosen.since)


def _others(
    before: Mapping[str, CheckedLink], known: Mapping[str, CheckedLink]
) -> Iterator[CheckedLink]:
    return (link for address, link in before.items() if address not in known)


def _print_links(links: list[CheckedLink], *, as_list: bool) -> None:
    if as_list:
        print(json.dumps(as_report(links), ensure_ascii=False, indent=2))
        return
    for link in sorted(links, key=lambda link: (link.found.state, link.address)):
        found = link.found
        if found.state is not LinkState.ALIVE:
            why = found.problem or str(found.status)
            print(f"{found.state:8} {link.address}  ({why})  {', '.join(link.named_by)}")
            for onward in found.redirects:
                print(f"{'':8} -> {onward}")
    sums = Counter(link.found.state for link in links)
    told = ", ".join(f"{sums[state]} {state}" for state in LinkState)
    print(f"{len(links)} addresses: {told}")


def write_schema(chosen: argparse.Namespace) -> int:
    """Print the JSON Schema of one kind of file, or write all of them to the library."""
    if chosen.write:
        for path in write_schemas(PACKAGED):
            print(path)
        return 0
    print(schema_text(chosen.kind), end="")
    return 0


def _brief(law: Law) -> dict[str, object]:
    compared = law.compared_on
    return {
        "key": law.key,
        "title": str(law.title),
        "number": str(law.number or ""),
        "country": law.country,
        "compared_on": compared.isoformat() if compared else None,
    }


def _stage_brief(law: Law, stage: Stage) -> dict[str, list[dict[str, str]]]:
    limits = [
        {
            "length": said_length(limit.length, limit.unit, COMMAND_LOCALE),
            "section": law.cite(limit.sources),
            "read_in": law.weakest(limit.sources).value,
        }
        for limit in stage.limits
    ]
    return {"limits": limits}
