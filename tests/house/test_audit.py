"""`make audit`: what it says of a vulnerable package, and of a database out of reach."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCK = "".join(
    f"{name}==1.0 --hash=sha256:{digit * 64}\n" for name, digit in (("sound", "1"), ("weak", "2"))
)
WEAKNESS = {
    "id": "GHSA-0000-0000-0000",
    "summary": "It does what it must not do.",
    "published": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "weak"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


class Advisories(BaseHTTPRequestHandler):
    """A database on this machine that knows of one vulnerability, in the package `weak`."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        weak = asked["package"]["name"] == "weak" and asked["version"] == "1.0"
        answer = json.dumps({"vulns": [WEAKNESS]} if weak else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def database() -> Iterator[str]:
    """The address of the database."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Advisories)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def audit(tmp_path: Path, url: str, lock: str) -> subprocess.CompletedProcess[str]:
    """Audit a lock with these lines."""
    file = tmp_path / "some.lock"
    file.write_text(lock, "utf-8")
    words = ["--osv-url", url, "--lock", str(file)]
    return subprocess.run(
        [sys.executable, "tools/audit.py", *words], cwd=ROOT, capture_output=True, text=True
    )


def test_a_known_vulnerability_is_named_with_the_version_that_fixes_it(
    tmp_path: Path, database: str
) -> None:
    told = audit(tmp_path, database, LOCK)

    assert told.returncode == 1, told.stderr
    assert told.stdout.splitlines() == [
        "weak 1.0: GHSA-0000-0000-0000, fixed in 1.1",
        "2 packages audited, 1 known vulnerabilities.",
    ]


def test_a_lock_without_known_vulnerabilities_passes(tmp_path: Path, database: str) -> None:
    told = audit(tmp_path, database, LOCK.replace("weak==1.0", "weak==1.1"))

    assert (told.returncode, told.stdout) == (0, "2 packages audited, 0 known vulnerabilities.\n")


def test_a_database_out_of_reach_is_said_in_one_sentence_and_is_no_clean_audit(
    tmp_path: Path,
) -> None:
    nothing_there = "http://127.0.0.1:9/v1/query"

    told = audit(tmp_path, nothing_there, LOCK)

    assert (told.returncode, told.stderr) == (3, "")
    assert told.stdout == (
        f"Nothing was audited: no advisory database can be reached at {nothing_there}.\n"
    )


def test_a_lock_that_cannot_be_read_is_no_clean_audit_either(tmp_path: Path) -> None:
    told = audit(tmp_path, "http://127.0.0.1:9/v1/query", "???\n")

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.endswith("Nothing was audited, for the reason above.\n")
