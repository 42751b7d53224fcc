"""A real IMAP server for tests: Dovecot, only on this machine, deleted at the end.

It works as root and as any other user. Without Dovecot a test is skipped, and fails in CI.
"""

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.needs import missing
from tests.ports import free_port
from tracker.mail.imap import ImapServer, ImapSource

USER, PASSWORD = "office", "right"
STARTS_WITHIN_SECONDS = 120
_PLACES = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot")
# Mail files belong to an account that is not root: Dovecot serves no mail to root.
_OWNER = "nobody"


@dataclass
class Dovecot:
    """A running server with one user. It does not announce the capabilities in `less`."""

    folder: Path
    port: int
    tls: bool = False
    delivery_port: int = 0
    sign_in_port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def source(self, *, password: str = PASSWORD, host: str = "127.0.0.1") -> ImapSource:
        """The mailbox as the program reaches it."""
        file = self.folder.parent / f"{self.folder.name}-password"
        if not file.exists() or file.read_text() != password:
            file.write_text(password)
        return ImapSource("main", self.server(file, host), timeout=10)

    def server(self, secret: Path, host: str = "127.0.0.1") -> ImapServer:
        return ImapServer(host, self.port, USER, secret, implicit=self.tls, plain=not self.tls)

    @contextmanager
    def client(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """A mail program of a person, with a folder open."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            client.login(USER, PASSWORD)
            client.select(folder)
            yield client
        finally:
            client.logout()

    def put(self, *mails: bytes, folder: str = "INBOX", dated: str = "") -> None:
        """Put mails with these bytes into a folder."""
        when = f'"{dated}"' if dated else ""
        with self.client() as client:
            for mail in mails:
                assert client.append(folder, "", when, mail)[0] == "OK"

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """The bytes of each mail in a folder. Mail marked as deleted in the inbox is left out."""
        with self.client(folder) as client:
            wanted = "UNDELETED" if folder == "INBOX" else "ALL"
            found = client.uid("SEARCH", wanted)[1][0].split()
            if not found:
                return []
            answers = client.uid("FETCH", b",".join(found).decode(), "(BODY.PEEK[])")[1]
            return [answer[1] for answer in answers if isinstance(answer, tuple)]

    def number_again(self, folder: str = "INBOX") -> None:
        """Lose the numbering of a folder, as a restored server does."""
        self.stop()
        home = self.folder / "mail" / ("" if folder == "INBOX" else f".{folder}")
        for file in [*home.glob("dovecot*"), *(self.folder / "index").rglob("dovecot*")]:
            if file.is_file():
                file.unlink()
        (self.folder / "mail" / "dovecot-uidvalidity").unlink(missing_ok=True)
        time.sleep(1.1)  # UIDVALIDITY comes from the time in seconds
        self.start()

    def start(self) -> None:
        command = [_program(), "-F", "-c", str(self.folder / "dovecot.conf")]
        with (self.folder / "out").open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        ends = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        said = (self.folder / "out").read_text("utf-8", "replace")
        log = self.folder / "log"
        said += log.read_text("utf-8", "replace") if log.exists() else ""
        raise AssertionError(f"Dovecot did not start: {said[-2000:]}")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


def _program() -> str:
    found = shutil.which("dovecot") or next(filter(os.path.exists, _PLACES), None)
    return found or missing("Dovecot (dovecot-imapd) is not installed.")


@contextmanager
def a_dovecot(
    less: Sequence[str] = (),
    certificate: tuple[Path, Path] | None = None,
    *,
    starttls: bool = False,
    tokens_known_by: str = "",
    tokens_by: str = "xoauth2 oauthbearer",
    delivers: bool = False,
) -> Iterator[Dovecot]:
    """A server that runs until the block ends. With a certificate and its key it requires TLS.

    TLS begins with the first byte, or with STARTTLS. With an address that knows tokens
    (RFC 7662), users sign in with an OAuth token, in these ways, and not with a password. If it
    delivers, mail to any address comes in by LMTP, and other servers ask it for passwords.
    """
    _program()
    # Paths of pytest are too long for sockets, and the server's own accounts cannot enter them.
    folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir="/tmp"))
    dovecot = Dovecot(folder / "d", free_port(), tls=certificate is not None and not starttls)
    dovecot.folder.mkdir()
    try:
        folder.chmod(0o755)
        more = _tokens(tokens_known_by, tokens_by) if tokens_known_by else _PASSWORDS
        if delivers:
            dovecot.delivery_port, dovecot.sign_in_port = free_port(), free_port()
            more += _DELIVERY.format(dovecot=dovecot)
        _configure(dovecot, less, certificate, more)
        dovecot.start()
        yield dovecot
    finally:
        dovecot.stop()
        shutil.rmtree(folder, ignore_errors=True)


_PASSWORDS = f"""
passdb static {{
  password = {PASSWORD}
}}
"""
_DELIVERY = """
hostname = mailbox.office.example
protocols {{
  imap = yes
  lmtp = yes
}}
service lmtp {{
  inet_listener lmtp {{
    port = {dovecot.delivery_port}
  }}
}}
service auth {{
  inet_listener auth {{
    port = {dovecot.sign_in_port}
  }}
}}
"""


def _tokens(address: str, ways: str) -> str:
    return f"""
auth_mechanisms = {ways}
oauth2 {{
  introspection_mode = post
  introspection_url = {address}
  username_attribute = username
  active_attribute = active
  active_value = true
}}
passdb oauth2 {{
}}
"""


def _configure(
    dovecot: Dovecot, less: Sequence[str], certificate: tuple[Path, Path] | None, more: str
) -> None:
    folder, root = dovecot.folder, os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid()).pw_name
    owner = pwd.getpwnam(_OWNER if root else me)
    for name in ("mail", "index"):
        (folder / name).mkdir()
        if root:
            os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    internal, group = ("dovecot", "dovecot") if root else (me, _group())
    login = "dovenull" if root else me
    port, other = ("imaps", "imap") if dovecot.tls else ("imap", "imaps")
    tls = "ssl = no\nauth_allow_cleartext = yes"
    if certificate:
        cert, key = certificate
        tls = f"ssl = required\nssl_server_cert_file = {cert}\nssl_server_key_file = {key}"
    abilities = "".join(f"imap_capability/{word} = no\n" for word in less)
    (folder / "dovecot.conf").write_text(
        f"""dovecot_config_version = {_version()}
dovecot_storage_version = {_version()}
auth_failure_delay = 0
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
{tls}
{abilities}
mail_driver = maildir
mail_path = {folder}/mail
mail_index_path = {folder}/index
first_valid_uid = 1
first_valid_gid = 1
{more}
userdb static {{
  allow_all_users = yes
  fields {{
    uid = {owner.pw_uid}
    gid = {owner.pw_gid}
    home = {folder}
  }}
}}
namespace inbox {{
  inbox = yes
  separator = .
}}
service imap-login {{
  chroot =
  inet_listener {port} {{
    port = {dovecot.port}
{"    ssl = yes" if dovecot.tls else ""}
  }}
  inet_listener {other} {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""
    )


def _version() -> str:
    said = subprocess.run([_program(), "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[0].partition("-")[0]


def _group() -> str:
    import grp

    return grp.getgrgid(os.getegid()).gr_name
