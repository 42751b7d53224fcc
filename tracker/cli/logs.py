"""`tracker log`: the state of the public log, and its recovery after losing its end or key."""

import argparse
import json
import sys
from pathlib import Path

from tracker.app.assembly import is_live, open_log, open_office
from tracker.app.database_server import accepting_database
from tracker.domain.base.errors import BadInput, Refusal
from tracker.ledger.signed_log import SignedLog
from tracker.services.core.holds import at_certain_time
from tracker.settings import read_settings

FOR_IDENTITIES = (
    "Add that line to each recovery identity file, after “# log key:”, so that a backup made from "
    "now on can be restored with it elsewhere."
)


def status(chosen: argparse.Namespace) -> int:
    """Print the state of the log. Exit status 1 if nothing can be appended."""
    with open_log(read_settings()) as log:
        problems = log.problems()
        told = _told(log, problems)
    if chosen.json:
        print(json.dumps(told | {"problems": problems}, indent=2))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")
    for problem in problems:
        print(f"problem: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _told(log: SignedLog, problems: list[str]) -> dict[str, object]:
    try:
        state = log.state()
        keys = log.keys()
    except Refusal as refusal:
        if not problems:
            problems.append(str(refusal))
        return {}
    return {
        "name": state.origin,
        "entries": state.size,
        "root": state.root,
        "newest checkpoint": str(state.made_at) if state.made_at else "none yet",
        "waiting for a place": state.waiting,
        "key": keys[0],
    }


def rejoin(chosen: argparse.Namespace) -> int:
    """Accept a checkpoint as the newest published one, and continue from it."""
    if not chosen.checkpoint and not chosen.nothing_newer:
        raise BadInput(
            "Name the newest checkpoint that anyone has, or the folder log/ of a copy of the "
            "public side; say --nothing-newer if none newer than that in the database was ever "
            "published."
        )
    given = Path(chosen.checkpoint) if chosen.checkpoint else None
    settings = read_settings()
    with open_log(settings) as log, accepting_database(settings):
        if given and given.is_dir():
            number = log.regain(lambda path: bytes_of(given / path))
            said = f"{number} entries of the public log were taken back from {given}."
        else:
            size = log.rejoin(bytes_of(given) if given else None)
            said = f"The public log goes on from a checkpoint of {size} entries."
    print(said)
    return 0


def rotate(chosen: argparse.Namespace) -> int:
    """Replace the signing key. The log records the change."""
    settings = read_settings()
    with open_office(settings) as office:
        at_certain_time(office)
    with open_log(settings) as log:
        print(f"The public log is signed from now on by {log.change_key()}")
    print(FOR_IDENTITIES)
    return 0


def replace_log(chosen: argparse.Namespace) -> int:
    """Continue as another log from the database."""
    if not chosen.for_good:
        raise BadInput(
            "This ends the public log under its name: those who follow it see another one begin. "
            "It is the way on only where the key is lost, or the end of the log and every copy of "
            "it. Add --for-good to do it."
        )
    settings = read_settings()
    settings.serving.require_writable()
    with open_log(settings) as log, accepting_database(settings):
        key = log.begin_new_log(settings.host_name, live=is_live(settings))
    print(f"Another log goes on, signed by {key}")
    print(FOR_IDENTITIES)
    return 0


def trust_witness(chosen: argparse.Namespace) -> int:
    """Accept the signatures of a witness from now on."""
    with open_log(read_settings()) as log:
        key = log.attested.trust(chosen.key, log.keys())
    print(f"{key.name} is trusted as a witness of the public log, which names the key to readers.")
    return 0


def distrust_witness(chosen: argparse.Namespace) -> int:
    """Forget a witness and its signatures."""
    with open_log(read_settings()) as log:
        number = log.attested.distrust(chosen.name)
    print(f"{chosen.name} is no witness any more; what it signed went with it ({number}).")
    return 0


def list_witnesses(_: argparse.Namespace) -> int:
    """Print the accepted witnesses, and what each signed last."""
    with open_log(read_settings()) as log:
        said = log.attestations()
        for key in log.witnesses():
            last = next((each for each in said if each.by == key), None)
            print(f"{key}: {f'signed {last.size} entries' if last else 'signed nothing yet'}")
    return 0


def cosign(chosen: argparse.Namespace) -> int:
    """Import witness signatures below a checkpoint, and publish them."""
    with open_log(read_settings()) as log:
        size, names = log.attested.take_note(bytes_of(Path(chosen.file)))
    signed = " and ".join(names)
    print(f"The checkpoint of {size} entries is published with the signature of {signed}.")
    return 0


def timestamp(chosen: argparse.Namespace) -> int:
    """Write a timestamp request for a checkpoint, or import and publish the answer."""
    with open_log(read_settings()) as log:
        if chosen.file:
            if not chosen.tsa:
                raise BadInput(
                    "Name the file with the authority’s own certificates by --tsa: an answer that "
                    "nobody can check is not published."
                )
            answer, trusted = bytes_of(Path(chosen.file)), bytes_of(Path(chosen.tsa))
            size, at = log.attested.take_timestamp(answer, trusted)
            print(
                f"The checkpoint of {size} entries is published with a timestamp of "
                f"{at:%d %B %Y %H:%M} UTC."
            )
            return 0
        size, asked = log.attested.request(chosen.entries)
    target = Path(chosen.to or f"checkpoint-{size}.tsq")
    target.write_bytes(asked)
    print(
        f"{target} asks for a timestamp of the checkpoint of {size} entries. Send it to an "
        "authority, and give back the answer by --import."
    )
    return 0


def bytes_of(file: Path) -> bytes:
    """Return the content of a file. Raises BadInput if it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from None
