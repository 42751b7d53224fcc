"""Many addresses looked up, one at a time for each host, with a report to go on from."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker.domain.base.errors import BadInput
from tracker.links.checking import LinkAnswer, LinkState

# Seconds between two questions to one host, and how many hosts are asked at the same time.
PAUSE = 1.0
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """An address of the library, the entries that name it, and what it led to on a day."""

    address: str
    named_by: tuple[str, ...]
    on: date
    found: LinkAnswer


def checked_links(
    named: Mapping[str, Sequence[str]],
    ask: Callable[[str], LinkAnswer],
    today: date,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[CheckedLink]:
    """Yield each address once it was looked up."""
    by_host: dict[str, list[str]] = {}
    for address in named:
        by_host.setdefault(urlsplit(address).netloc.lower(), []).append(address)

    def of_host(addresses: Iterable[str]) -> list[CheckedLink]:
        checked = []
        for number, address in enumerate(addresses):
            if number:
                pause(PAUSE)
            checked.append(CheckedLink(address, tuple(named[address]), today, ask(address)))
        return checked

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        waiting = [threads.submit(of_host, addresses) for addresses in by_host.values()]
        for done in as_completed(waiting):
            yield from done.result()


def as_report(links: Iterable[CheckedLink]) -> list[dict[str, Any]]:
    """Return the links as plain data, in the order of their addresses."""
    ordered = sorted(links, key=lambda link: link.address)
    return [
        {
            "address": link.address,
            "named_by": list(link.named_by),
            "on": link.on.isoformat(),
            **asdict(link.found),
        }
        for link in ordered
    ]


def read_report(file: Path) -> Mapping[str, CheckedLink]:
    """Return the links of a report by address; none if there is no such file.

    Raises BadInput for a file that is no report.
    """
    if not file.exists():
        return {}
    try:
        rows = json.loads(file.read_text("utf-8"))
        return {row["address"]: _link(row) for row in rows}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadInput(f"{file} is no report of links. Name another file.") from error


def write_report(file: Path, links: Iterable[CheckedLink]) -> None:
    """Write a report whole or not at all, so that a run that breaks off can be continued."""
    half = file.with_name(f"{file.name}.part")
    try:
        half.write_text(json.dumps(as_report(links), ensure_ascii=False, indent=2), "utf-8")
        half.replace(file)
    except OSError as error:
        raise BadInput(f"{file} could not be written: {error.strerror}.") from None


def _link(row: Mapping[str, Any]) -> CheckedLink:
    found = LinkAnswer(
        LinkState(row["state"]), int(row["status"]), tuple(row["redirects"]), str(row["problem"])
    )
    on = date.fromisoformat(row["on"])
    return CheckedLink(row["address"], tuple(row["named_by"]), on, found)
