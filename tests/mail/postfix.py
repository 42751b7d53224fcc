"""A Postfix of the office, in a folder of its own, between the program and servers of the tests.

It relays mail for `pta.example` to one server on this machine, and mail for `rti.office.example`,
to which its delivery reports go, to another. It starts as root only.
"""

import os
import shutil
import smtplib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mail.servers import held_port
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
tlsmgr unix - - n 1000? 1 tlsmgr
flush unix n - n 1000? 0 flush
postlog unix-dgram n - n - 1 postlogd
"""
# The office signs in by TLS, and a Dovecot knows its password or token.
SIGN_IN = """
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_sasl_auth_enable = yes
smtpd_error_sleep_time = 0
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{port}
mynetworks =
smtpd_relay_restrictions = permit_sasl_authenticated, reject
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


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running Postfix: its port, the ports of the two servers to which it relays, and its
    log."""

    port: int
    body: int
    office: int
    log: Path


@contextmanager
def a_postfix(more: str = "") -> Iterator[Postfix]:
    """A running Postfix with a queue of its own. Settings in `more` replace those above.

    Its ports stay reserved while it runs, so that no other test takes them. Its folder is outside
    that of pytest, which every other run of pytest closes to the account “postfix”.
    """
    if not shutil.which("postfix"):
        missing("Postfix is not installed")
    if os.geteuid() != 0:
        missing("Postfix starts as root only")
    with (
        TemporaryDirectory(prefix="postfix-") as folder,
        held_port() as port,
        held_port() as body,
        held_port() as office,
    ):
        place = Path(folder)
        ports = Postfix(port, body, office, place / "mail.log")
        _prepare(place, ports, more)
        command = ["postconf", "-h", "daemon_directory"]
        programs = subprocess.check_output(command, text=True).strip()
        run = [f"{programs}/master", "-c", str(place), "-d"]
        master = _answering(run, port, place)
        try:
            yield ports
        finally:
            master.terminate()
            master.wait(timeout=30)


def _prepare(place: Path, ports: Postfix, more: str) -> None:
    """Write the settings of a Postfix and make the folders of its queue."""
    for part in ("queue", "data"):
        (place / part).mkdir()
    shutil.chown(place / "data", "postfix")
    # Processes of the account “postfix” must be able to enter the folder.
    place.chmod(0o711)
    known = {"folder": place, "body": ports.body, "office": ports.office}
    (place / "main.cf").write_text(SETTINGS.format(**known) + more)
    (place / "master.cf").write_text(SERVICES.format(port=ports.port))
    # It makes the folders of the queue. `postfix start` would give up on a busy machine.
    subprocess.run(["postfix", "-c", str(place), "check"], check=True, capture_output=True)


def _answering(run: list[str], port: int, place: Path) -> "subprocess.Popen[bytes]":
    """Start Postfix and wait until it answers a command. Raises AssertionError if it does not.

    It leads a group of processes, so that all of them end with it.
    """
    with (place / "words").open("ab") as words:
        master = subprocess.Popen(run, stdout=words, stderr=words, start_new_session=True)
    if _answers(port, master):
        return master
    master.kill()
    status = master.wait(timeout=30)
    files = (place / "mail.log", place / "words")
    said = "".join(file.read_text() for file in files if file.exists())
    raise AssertionError(f"Postfix did not start (status {status}): {said}")


def _answers(port: int, master: "subprocess.Popen[bytes]") -> bool:
    """Wait until Postfix answers a command; return False if it ends or two minutes have passed.

    Its port is open long before that: the first connection starts half a dozen programs, which
    takes longer on a busy machine than the program waits for a server.
    """
    until = time.monotonic() + 120
    while time.monotonic() < until and master.poll() is None:
        try:
            with smtplib.SMTP("127.0.0.1", port, "test.example", timeout=30) as connection:
                return connection.ehlo()[0] == 250
        except (OSError, smtplib.SMTPException):
            time.sleep(0.1)
    return False


def waits_for(kept: list[bytes], number: int, seconds: float = 60) -> None:
    """Wait until a server has accepted this many mails. Raises AssertionError if it does not."""
    until = time.monotonic() + seconds
    while len(kept) < number:
        assert time.monotonic() < until, f"{len(kept)} mails of {number} came"
        time.sleep(0.05)
