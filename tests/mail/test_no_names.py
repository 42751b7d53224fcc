"""A machine on which no name can be looked up: mail waits, and no address is called dead."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.mail.servers import Postmaster, a_post, a_server
from tests.offices import an_office, founded_in
from tests.services.reminded import LAWYER, two_people
from tests.surroundings import without_network
from tracker.links.checking import LinkChecker, LinkState
from tracker.mail import Server
from tracker.services.core.office import Office
from tracker.services.ports.reminders import Mail
from tracker.services.reminders.posting import WAITS, Round, carry

ROOT = Path(__file__).parents[2]
ADDRESS = "https://www.pta.gov.pk/"


def put(office: Office) -> None:
    mail = Mail("test:1", "<1@office.example>", LAWYER, "Number 1", "Words.", office.now())
    office.outbox.put(mail)


def look_up(url: str, folder: Path) -> None:
    """Send mail by a server that has a name, and ask for an address, where no name is known."""
    with an_office(folder, url=url) as (office, _):
        print(carry(replace(office, post=a_post(Server("mail.example.org", 587)))))
    print(LinkChecker(5).ask(ADDRESS).state)


def test_mail_waits_and_no_address_is_called_dead(tmp_path: Path) -> None:
    url, master = founded_in(tmp_path), Postmaster()
    with an_office(tmp_path, url=url) as (office, clock):
        two_people(office)
        put(office)

        done = subprocess.run(
            [*without_network(), sys.executable, "-P", "-m", __name__, url, str(tmp_path)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == [str(Round(sent=0, failed=1)), str(LinkState.UNCLEAR)]

        clock.moment += WAITS[0]
        with a_server(master) as server:
            assert carry(replace(office, post=a_post(server))) == Round(sent=1, failed=0)
    assert len(master.kept) == 1


if __name__ == "__main__":
    look_up(sys.argv[1], Path(sys.argv[2]))
