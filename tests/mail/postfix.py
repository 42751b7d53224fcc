"""A Postfix of the office, in a folder of its own, between the program and servers of the tests.

It relays mail for `pta.example` to one server on this machine, and mail for `rti.office.example`,
to which its delivery reports go, to another. It starts as root only.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mail.servers import free_port
from tests.needs import missing

SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
scache unix - - n - 1 scache
flush unix n - n 1000? 0 flush
postlog unix-dgram n - n - 1 postlogd
"""
SETTINGS = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.office.example
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_tls_security_level = none
smtp_dns_support_level = disabled
smtp_host_lookup = native
transport_maps = inline:{{
  {{pta.example=smtp:[127.0.0.1]:{body}}},
  {{rti.office.example=smtp:[127.0.0.1]:{office}}} }}
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
"""


@contextmanager
def a_postfix(folder: Path, body: int, office: int) -> Iterator[int]:
    """A running Postfix; its port. `body` and `office` are the ports of the servers behind it."""
    if not shutil.which("postfix"):
        missing("Postfix is not installed")
    if os.geteuid() != 0:
        missing("Postfix starts as root only")
    port, place = free_port(), folder / "postfix"
    for part in ("queue", "data"):
        (place / part).mkdir(parents=True)
    shutil.chown(place / "data", "postfix")
    # Processes of the account “postfix” have to get to the folder.
    for parent in (place, *place.parents):
        if parent.owner() == "root" and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    known = {"folder": place, "body": body, "office": office}
    (place / "main.cf").write_text(SETTINGS.format(**known))
    (place / "master.cf").write_text(SERVICES.format(port=port))
    # It makes the folders of the queue. `postfix start` would give up on a busy machine.
    subprocess.run(["postfix", "-c", str(place), "check"], check=True, capture_output=True)
    programs = subprocess.check_output(["postconf", "-h", "daemon_directory"], text=True).strip()
    master = subprocess.Popen([f"{programs}/master", "-c", str(place), "-d"])
    try:
        _wait_for(port, place / "mail.log")
        yield port
    finally:
        master.terminate()
        master.wait(timeout=30)


def _wait_for(port: int, log: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            said = log.read_text() if log.exists() else "no log"
            assert time.monotonic() < until, f"Postfix did not start: {said}"
            time.sleep(0.05)


def waits_for(kept: list[bytes], number: int, seconds: float = 30) -> None:
    """Wait until a server has taken so many mails. Raises AssertionError if it does not."""
    until = time.monotonic() + seconds
    while len(kept) < number:
        assert time.monotonic() < until, f"{len(kept)} mails of {number} came"
        time.sleep(0.05)
