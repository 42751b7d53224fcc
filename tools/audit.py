"""Looks every locked package up in a database of known vulnerabilities, with pip-audit.

The database is OSV; `--osv-url` names another copy of it. Only names and versions of packages are
sent. Exit status: 0 none known, 1 some known, 2 the lock cannot be read, 3 nothing was audited,
because no database could be reached.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path("requirements-dev.lock")  # holds every package of requirements.lock too
OSV = "https://api.osv.dev/v1/query"
UNREACHABLE = re.compile(r"Connection|Timeout|ServiceError|could not connect", re.IGNORECASE)
SECONDS_TO_CONNECT = "10"


def main() -> int:
    """Print one line for each known vulnerability, and one at the end."""
    parser = argparse.ArgumentParser(prog="make audit")
    parser.add_argument("--osv-url", default=OSV, metavar="URL")
    parser.add_argument("--lock", default=LOCK, type=Path, metavar="FILE")
    chosen = parser.parse_args()
    command = ["--disable-pip", "--vulnerability-service", "osv", "--osv-url", chosen.osv_url]
    command += ["--requirement", str(chosen.lock), "--timeout", SECONDS_TO_CONNECT]
    command += ["--format", "json", "--progress-spinner", "off"]
    # S603: the program is this interpreter, and nothing in the list comes from outside.
    audit = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "pip_audit", *command], capture_output=True, text=True
    )
    if audit.stdout.strip():
        return report(json.loads(audit.stdout)["dependencies"])
    return not_audited(audit.stderr.strip(), chosen.osv_url)


def report(packages: list[dict[str, Any]]) -> int:
    """Print what is known of these packages; 1 if any has a vulnerability, 0 otherwise."""
    found = [(package, each) for package in packages for each in package.get("vulns", [])]
    for package, each in found:
        fixed = ", ".join(each["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {each['id']}, fixed in {fixed}")
    audited = [package for package in packages if "skip_reason" not in package]
    print(f"{len(audited)} packages audited, {len(found)} known vulnerabilities.")
    return 1 if found else 0


def not_audited(trouble: str, url: str) -> int:
    """Say why there is no report; 3 if the database could not be reached, 2 otherwise."""
    reason = trouble.splitlines()[-1] if trouble else "pip-audit said nothing"
    if UNREACHABLE.search(reason):
        print(f"Nothing was audited: no advisory database can be reached at {url}.")
        return 3
    print(f"{trouble}\nNothing was audited, for the reason above.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
