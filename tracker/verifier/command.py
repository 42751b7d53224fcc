"""Checks a copy of the public record: `python3 verify.py FOLDER`, or a ZIP of it.

A signed list of addresses, `mirrors.txt`, is checked by a key that you know: `--key`.

It needs Python 3.11 and nothing else: no network, and no other file of the program that made the
copy. The log is the tree of RFC 6962 under C2SP signed notes; signatures are Ed25519, RFC 8032.

What it proves: each record (requests/*.json) stands in the log as it is shown, in its newest
version, and no record of the log lacks; each document has the digest that its record names;
entries stood in the log before the record that shows them, with the day, the facts and the answers
that it shows; no takedown of a record or a document is hidden; a change of the key was signed by
the key before; every file is the one that the holder of the key put into the copy; and the log
goes on from an older checkpoint, if you give one (--older).

What it does not prove: who holds the key, unless you know it from elsewhere (--key); when the log
was written, unless a witness whom you trust signed it too (--witness): without one, all of it fits
together, and that is no date; who made a timestamp: this file sees only that it is of its
checkpoint, and `tracker verify --tsa` or `openssl ts -verify` whose it is; that a page words a
record rightly, or the ground of a takedown is the true one; that what a record says is true; that
everything that happened was put into the log; that this copy is the newest. A copy of one record
has no log: it proves nothing of newer versions and other records.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tracker.verifier.arguments import take_arguments
from tracker.verifier.attested import StampAuthority
from tracker.verifier.checks import Further, KnownElsewhere, verify
from tracker.verifier.copy_files import HOSTILE
from tracker.verifier.mirror_list import addresses, is_list
from tracker.verifier.notes import Wrong
from tracker.verifier.report import Report

_SHOWN = 40
HOLDS, DOES_NOT, CANNOT = 0, 1, 2
LARGEST_LIST = 1 << 20
NEEDS_KEY = "a list of addresses is checked by a key that you know: name it (--key)"
VOUCHED = "The holder of the key signed these addresses when the log had {size:,} entries{day}."
NEWER = "A list that was signed later, when the log had more, may name others."


def said(report: Report, about: str) -> list[str]:
    """Return the lines of a report, ending with what it proves and does not prove."""
    lines = [f"holds: {number:,} {what}" for what, number in report.checked.items()]
    for mark, found in (("note", report.told), ("WRONG", report.wrong)):
        lines += [f"{mark}: {printable(line)}" for line in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"{mark}: and {len(found) - _SHOWN:,} more")
    lines += ["", *about.strip().split("\n\n", 3)[3].splitlines(), ""]
    return [*lines, "Something does NOT hold." if report.wrong else "All of it holds."]


def printable(line: str) -> str:
    """Return a line without characters that would control a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command: 0 if everything is correct, 1 if something is wrong, 2 without a copy."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    take_arguments(parser)
    chosen = parser.parse_args(words)
    try:
        code = run(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe stopped reading. Prevent Python's last flush from failing too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANNOT
    return code


def _mirror_list(path: Path) -> bytes:
    """Return the signed list of addresses at a path; empty if there is none."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        data = file.read(LARGEST_LIST)
    return data if is_list(data) else b""


def _tell_addresses(data: bytes, keys: Sequence[str]) -> int:
    """Print the addresses of the record and its copies if one of the keys signed them.

    Raises Wrong if no key is given.
    """
    if not keys:
        raise Wrong(NEEDS_KEY)
    try:
        found = addresses(data, keys)
    except (Wrong, *HOSTILE) as error:
        said = error if isinstance(error, Wrong) else "it cannot be read"
        print(f"WRONG: {printable(str(said))}\n\nSomething does NOT hold.")
        return DOES_NOT
    day = f", the newest of them of {found.day}" if found.day else ""
    told = [f"the record: {found.record}", *(f"a copy: {each}" for each in found.copies)]
    print("\n".join(map(printable, [*told, "", VOUCHED.format(size=found.size, day=day), NEWER])))
    return HOLDS


def run(
    chosen: argparse.Namespace,
    authority: StampAuthority | None = None,
    further: Further | None = None,
) -> int:
    """Check, and print what was found."""
    try:
        if listed := _mirror_list(chosen.path):
            return _tell_addresses(listed, chosen.key)
        older = chosen.older.read_bytes() if chosen.older else b""
        report = verify(
            chosen.path, KnownElsewhere(chosen.key, chosen.witness, older, authority, further)
        )
    except (Wrong, OSError) as error:
        print(f"verify: {printable(str(error))}", file=sys.stderr)
        return CANNOT
    print("\n".join(said(report, __doc__ or "")))
    return DOES_NOT if report.wrong else HOLDS
