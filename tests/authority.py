"""An authority that gives timestamps of RFC 3161, made with openssl: its answers are real."""

import subprocess
from pathlib import Path

from tests.needs import find_program

EXTENSIONS = """\
extendedKeyUsage=critical,timeStamping
keyUsage=critical,digitalSignature
basicConstraints=critical,CA:FALSE
"""
SETTINGS = """\
[tsa]
default_tsa=here
[here]
serial={folder}/serial
signer_cert={folder}/signer.pem
signer_key={folder}/signer.key
certs={folder}/root.pem
signer_digest=sha256
default_policy=1.2.3.4
digests=sha256,sha512
ess_cert_id_alg=sha256
"""


class Authority:
    """One with a root of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.root = folder / "root.pem"
        (folder / "extensions").write_text(EXTENSIONS)
        (folder / "settings").write_text(SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-keyout", "root.key", "-out", "root.pem", "-days", "3650", "-subj", "/CN=A root"),
        )
        self._openssl(
            *("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=An authority"),
            *("-keyout", "signer.key", "-out", "signer.csr"),
        )
        self._openssl(
            *("x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key"),
            *("-CAcreateserial", "-days", "3650", "-extfile", "extensions", "-out", "signer.pem"),
        )

    def answer(self, asked: bytes) -> bytes:
        """What it answers."""
        (self._folder / "asked.tsq").write_bytes(asked)
        self._openssl(
            *("ts", "-reply", "-config", "settings", "-queryfile", "asked.tsq"),
            *("-out", "answer.tsr"),
        )
        return (self._folder / "answer.tsr").read_bytes()

    def _openssl(self, *words: str) -> None:
        command = [str(find_program("openssl")), *words]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True)
