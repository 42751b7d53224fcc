"""The data package as offered for download: made from time to time and served in between.

Making it reads every record, which is too slow while a reader waits. So the package may be some
minutes old. Once a record is taken down, or a finding or capture withdrawn, it is not served until
it is made again.
"""

import hashlib
from datetime import datetime, timedelta
from typing import BinaryIO

from tracker.domain.base.canonical import canonical
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.services.core.office import Office
from tracker.services.ports.data import MadePackage
from tracker.services.ports.records import Stamp
from tracker.services.public.data_package import file_names, made_by, write_package

# Changes within this time of each other are published together.
NOT_BEFORE = timedelta(minutes=5)


class BeingMade(Refusal):
    """A refusal because the files are being made."""


def renew(office: Office, *, at_once: bool = False) -> bool:
    """Make the files if the record or the library changed; return whether they were made."""
    wanted = package_to_make(office, at_once=at_once)
    if wanted:
        make_package(office, wanted)
    return wanted is not None


def package_to_make(office: Office, *, at_once: bool) -> MadePackage | None:
    """Return the package that has to be made; None if nothing changed, or if the last one was made
    a moment ago."""
    now = office.now()
    there, wanted = office.data.made(), _made_now(office, now)
    if there and there.content == wanted.content:
        return None
    fit = there is not None and there.withheld == wanted.withheld
    if there and fit and not at_once and now - there.at < NOT_BEFORE:
        return None
    return wanted


def make_package(office: Office, wanted: MadePackage) -> None:
    """Make the files of a package."""
    office.data.replace(wanted, lambda folder: write_package(office, folder))


def offered_file(office: Office, name: str) -> tuple[BinaryIO, MadePackage]:
    """Return a file of the package, and when it was made.

    Raises NotOnFile for a name that the package does not have, and BeingMade if there is no
    package yet, or if anything was taken down or withdrawn since.
    """
    if name not in file_names():
        raise NotOnFile("The data package has no file “{name}”.", name=name)
    made = office.data.made()
    if made is None or made.withheld != _gone(office, office.records.stamp()):
        raise being_made()
    return office.data.open(name), made


def being_made() -> BeingMade:
    """Return the refusal of files that are not there yet."""
    return BeingMade("The files are being updated. Try again in a few minutes.")


def _made_now(office: Office, now: datetime) -> MadePackage:
    stamp = office.records.stamp()
    state = office.premises.state()
    findings = [(each.digest, each.stands) for each in office.measurements.public_findings()]
    captures = [
        (each.capture.block, each.capture.sha256, each.stands)
        for each in office.captures.public_captures()
    ]
    content = [stamp.versions, made_by(office), state.name, str(state.live), findings, captures]
    return MadePackage(_digest(content), _gone(office, stamp), now)


def _gone(office: Office, stamp: Stamp) -> str:
    """Return a hash of what was public and is not any more."""
    findings = office.measurements.public_findings()
    withdrawn = [each.digest for each in findings if not each.stands]
    captures = office.captures.public_captures()
    deleted = [each.capture.sha256 for each in captures if not each.stands]
    return _digest([stamp.withheld, withdrawn, deleted])


def _digest(of: object) -> str:
    return hashlib.sha256(canonical(of)).hexdigest()
