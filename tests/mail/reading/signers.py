"""Signed and encrypted mail for tests, made by the program openssl."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.mail.reading.raw_mails import HEAD
from tests.needs import missing

BODY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe request is refused.\r\n"
_OWN = """basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature
subjectAltName=email:rti@pta.gov.pk
extendedKeyUsage="""


@dataclass(frozen=True)
class Signer:
    """A certificate with its key, from an authority made for the tests."""

    folder: Path
    name: str = "signer"

    @property
    def root(self) -> str:
        return (self.folder / "ca.pem").read_text("ascii")

    def sign(self, *options: str, body: bytes = BODY) -> bytes:
        """Sign a body as a mail."""
        own = (f"{self.name}.pem", "-inkey", f"{self.name}.key")
        return self._cms(body, "-sign", "-signer", *own, *options)

    def encrypt(self, body: bytes = BODY) -> bytes:
        return self._cms(body, "-encrypt", "-aes256", f"{self.name}.pem")

    def _cms(self, body: bytes, *options: str) -> bytes:
        made = openssl(self.folder, "cms", "-binary", *options, said=body)
        # openssl writes only the headers of the content.
        return HEAD + made


def openssl(folder: Path, *options: str, said: bytes = b"") -> bytes:
    command = ("openssl", *options)
    return subprocess.run(command, cwd=folder, input=said, capture_output=True, check=True).stdout


def certify(folder: Path, name: str, usage: str) -> None:
    """Make a certificate for this use, issued by the authority in the folder."""
    subject = "/CN=The Registrar/O=Telecommunication Authority"
    key = ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key")
    openssl(folder, "req", *key, "-out", f"{name}.csr", "-subj", subject)
    (folder / f"{name}.ext").write_text(_OWN + usage + "\n", "ascii")
    by = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "365")
    extended = ("-extfile", f"{name}.ext", "-out", f"{name}.pem")
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", *by, *extended)


def a_signer(folder: Path) -> Signer:
    """A signer with its own authority. Without openssl a test is skipped, and fails in CI."""
    if not shutil.which("openssl"):
        missing("The program openssl is not installed.")
    authority = ("-keyout", "ca.key", "-out", "ca.pem", "-days", "365", "-subj", "/CN=Authority")
    may = "keyUsage=critical,keyCertSign,cRLSign"
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *authority, "-addext", may)
    certify(folder, "signer", "emailProtection")
    certify(folder, "website", "serverAuth")
    return Signer(folder)
