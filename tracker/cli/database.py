"""`tracker database`: the server of the database, and a person's word that it has everything."""

import argparse

from tracker.app.assembly import open_office
from tracker.app.database_server import server_lines
from tracker.app.health import hold_problems
from tracker.domain.base.errors import NotAllowed
from tracker.services.core.audit import OPERATOR
from tracker.services.core.holds import WitnessesSilent, confirm_database
from tracker.services.core.office import Office
from tracker.settings import read_settings


def database_status(chosen: argparse.Namespace) -> int:
    """Print the server of the database and why acts are on hold. Exit status 1 if they are."""
    settings = read_settings()
    for line in server_lines(settings):
        print(line)
    with open_office(settings) as office:
        problems = hold_problems(office)
    for problem in problems:
        print(f"on hold: {problem}")
    return int(bool(problems))


def confirm_database_command(chosen: argparse.Namespace) -> int:
    """Take the server of the database as the newest one."""
    with open_office(read_settings()) as office:
        if not _confirmed(office, without_witness=chosen.without_witness):
            raise NotAllowed(
                "Nothing was confirmed, because the database does not say which server it is on: "
                "see `tracker database status` and `tracker doctor`."
            )
        print("Confirmed: the office goes on with this server of the database.")
        for problem in hold_problems(office):
            print(f"still on hold: {problem}")
    return 0


def _confirmed(office: Office, *, without_witness: bool) -> bool:
    try:
        return confirm_database(office, by=OPERATOR, without_witness=without_witness)
    except WitnessesSilent:
        raise NotAllowed(
            "Nothing was confirmed, because no witness says how far the public log was published. "
            "Make a witness answer. If none can, add --without-witness. What another machine "
            "published last may then be published again with other content."
        ) from None
