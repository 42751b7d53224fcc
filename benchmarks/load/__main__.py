"""Opens a thousand connections of readers against `tracker run`, and tells how long pages took."""

import argparse
import asyncio
import os
import resource
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from urllib.request import urlopen

from benchmarks.load.office_work import Desk, exporting, let_fall_silent, non_responses, prepare
from benchmarks.load.readers import (
    EVERY_SECONDS,
    Answers,
    KeptConnection,
    read_on,
    work_on,
)
from benchmarks.measuring import seconds_of_children
from benchmarks.pages import BLOCK, LIST, RECORD, ServedOffice, new_office

UNDER_MS, UNDER_MS_AT_WORK = 250, 500
PEOPLE, SILENT = 20, 1_000
SWEEP_SECONDS = 10
READ, DESK = ("home", "block", "request"), ("desk", "note")


def main() -> int:
    """Return 0, or 1 if an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--readers", type=int, default=1_000)
    parser.add_argument("--seconds", type=int, default=300, help="of each part")
    parser.add_argument("--part", choices=("alone", "work"), help="one part alone")
    chosen = parser.parse_args()
    _allow_files(chosen.readers + 500)
    parts = [chosen.part] if chosen.part else ["alone", "work"]
    return max([_run(part == "work", chosen.readers, chosen.seconds) for part in parts])


def _allow_files(wanted: int) -> None:
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _run(works: bool, readers: int, seconds: int) -> int:
    spent = seconds_of_children()
    with new_office(TRACKER_SWEEP_SECONDS=str(SWEEP_SECONDS)) as served:
        desk = prepare(served, PEOPLE) if works else Desk((), ())
        before = non_responses(served)
        with served.served("tracker", "run") as port, ExitStack() as stack:
            requests = _requests(port)
            exports = stack.enter_context(exporting(served)) if works else []
            answers = asyncio.run(
                _loaded(served, desk, requests, readers=readers, seconds=seconds)
            )
            failed, ended = any(exports), len(exports)
        silent = non_responses(served) - before
    print(f"{readers:,} readers for {seconds} s, {'with work' if works else 'nothing else'}:")
    print("\n".join(_told(answers, seconds)))
    if works:
        print(f"  entered meanwhile: {silent:,} non-responses")
        said = ", and at least one FAILED" if failed else ""
        print(f"  exports one after the other all the while: {ended} ended, one goes on{said}")
    print(f"  processor time of everything else started: {seconds_of_children() - spent:.0f} s")
    print(f"  load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    aim = UNDER_MS_AT_WORK if works else UNDER_MS
    met = answers.percentile(0.99, READ) * 1000 < aim and not answers.errors
    met = met and (not works or silent >= SILENT) and not failed
    print(f"  aim: 99th percentile under {aim} ms and no error: {'yes' if met else 'NO'}\n")
    return 0 if met else 1


def _requests(port: int) -> list[str]:
    """Return the addresses of the published requests."""
    with urlopen(f"http://127.0.0.1:{port}{LIST}") as page:  # this machine
        return sorted({found.decode() for found in RECORD.findall(page.read())})


async def _loaded(
    served: ServedOffice, desk: Desk, requests: Sequence[str], *, readers: int, seconds: int
) -> Answers:
    """Let readers ask, and people work, at moments spread evenly; return what they got."""
    answers, port = Answers(), served.settings.port
    begin = asyncio.get_running_loop().time() + 1
    until, clients = begin + seconds, []
    for number, address in enumerate(islice(cycle(requests), readers)):
        pages = [("home", "/"), ("block", BLOCK), ("request", address)]
        turned = pages[number % 3 :] + pages[: number % 3]
        first = begin + EVERY_SECONDS * number / readers
        clients.append(read_on(KeptConnection(port, answers), turned, first, until))
    for number, session in enumerate(desk.sessions):
        first, connection = begin + number / 2, KeptConnection(port, answers, session)
        opened = list(islice(cycle(desk.references), number, number + len(desk.references)))
        clients.append(work_on(connection, opened, first, until))
    if desk.sessions:
        clients.append(_fall_silent_at(served, begin + seconds / 3))
    await asyncio.gather(*clients)
    return answers


async def _fall_silent_at(served: ServedOffice, moment: float) -> None:
    await asyncio.sleep(moment - asyncio.get_running_loop().time())
    await asyncio.to_thread(let_fall_silent, served, SILENT)


def _told(answers: Answers, seconds: int) -> list[str]:
    lines = []
    for name, kinds in (("readers", READ), *((kind, (kind,)) for kind in (*READ, *DESK))):
        if not (count := answers.count(kinds)):
            continue
        middle, late, last = (answers.percentile(share, kinds) * 1000 for share in (0.5, 0.99, 1))
        lines.append(
            f"  {name}: {count:,} answers, {count / seconds:.0f} a second; half within "
            f"{middle:.0f} ms, 99 of 100 within {late:.0f} ms, all within {last:.0f} ms"
        )
    lines.append(f"  errors: {len(answers.errors)}; sent again: {answers.sent_again}")
    return lines + [f"    {error}" for error in answers.errors[:5]]


if __name__ == "__main__":
    sys.exit(main())
