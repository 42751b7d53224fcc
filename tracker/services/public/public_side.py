"""The office as its public side sees it: at one moment, for copies of the site, and on a machine
that serves readers alone.

Everything not named here is shut: ports with private data, and every way to write.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from tracker.domain.record.record import Record
from tracker.services.core.office import Office
from tracker.services.core.shut import Shut, closed_office, shut_office
from tracker.services.ports.records import Edition, Records
from tracker.services.ports.sought import RecordLine, Sought

_NONE = frozenset[str]()
# The methods that are open on each port.
_OPEN: Mapping[str, frozenset[str]] = {
    "records": frozenset(
        {
            *("came", "cells", "copy", "corrected", "current", "current_version", "edition"),
            "editions",
            *("last_change", "last_changes", "latest", "led_to", "listed", "newest_about"),
            *("notices", "numbered"),
            *("one_state", "published", "record"),
            *("references", "rows", "silences", "stamp", "tally", "text", "texts", "times"),
        }
    ),
    "premises": frozenset({"state"}),
    "law_signatures": frozenset({"of_law"}),
    "measurements": frozenset({"content", "public_about", "public_findings", "published"}),
    "captures": frozenset({"open_content", "public_captures", "published"}),
    "data": frozenset({"made", "open"}),
    "log": frozenset(
        {
            *("attestations", "file", "keys", "newest", "state", "vouch", "witnesses"),
        }
    ),
    "log_proofs": frozenset({"leaf_proof", "place_shown", "placed", "proof", "records_waiting"}),
}
# What the filters, the search and the API of a site need beyond that.
_FOR_READERS: Mapping[str, frozenset[str]] = {
    "records": frozenset(
        {"index", "news", "notices_behind", "published_after", "published_of", "references"}
    ),
    "premises": frozenset({"pauses"}),
    "own_library": frozenset({"in_force", "mark"}),
    "library_reader": frozenset({"layered"}),
    "log": frozenset({"consistency"}),
}


# All addresses of a record are read one after the other; documents are larger than pages.
_RECENT_RECORDS, _RECENT_DOCUMENTS = 16, 2


def public_side(office: Office) -> Office:
    """Return an office that can only read what is public, as of now."""
    opened = {
        port: Shut(port, _refused, getattr(office, port), names) for port, names in _OPEN.items()
    }
    opened["records"] = RecentRecords(office.records)
    moment = office.now()
    return shut_office(office, _refused, **opened, now=lambda: moment)


def read_again(readers: Office) -> None:
    """Have an office from `public_side` read every record again from now on."""
    cast(RecentRecords, readers.records).forget()


class RecentRecords(Shut):
    """The records of a copy. Those that were read last are kept for their other addresses."""

    def __init__(self, records: Records) -> None:
        super().__init__("records", _refused, records, _OPEN["records"])
        self._current = lru_cache(_RECENT_RECORDS)(records.current)
        self._read = [self._current]
        for name in ("current_version", "published", "listed", "references", "rows"):
            setattr(self, name, self._kept(getattr(records, name), _RECENT_RECORDS))
        # A page in another language has the same.
        self.numbered = self._kept(self._numbered, _RECENT_RECORDS)
        # Each file of the data package is compared with it.
        self.stamp = self._kept(records.stamp, 1)
        self.copy = self._kept(records.copy, _RECENT_DOCUMENTS)

    def record(self, reference: str) -> Record:
        """Return the current version of a record. Its page has read it with its place."""
        record: Record = self.current_version(reference).record
        return record

    def edition(self, reference: str) -> Edition:
        """Return what tells one version of a record from another, of the version that is read."""
        digest, record, placed, led = self.current_version(reference)
        gone, has_place = record.withheld, placed is not None
        return Edition(record.version, digest, withheld=gone, placed=has_place, led=led)

    def current(self, references: Iterable[str]) -> Sequence[Record]:
        """Return the current versions of shown records."""
        wanted = tuple(references)
        if len(wanted) > 1:
            return self._current(wanted)
        found = map(self.record, wanted)
        return [record for record in found if not record.withheld]

    def _numbered(self, sought: Sought, first: int, limit: int) -> Sequence[RecordLine]:
        """Return rows by their references, all of which a copy reads once.

        To skip the rows before takes longer with each part of a list.
        """
        rows: Sequence[RecordLine] = self.rows(self.references(sought)[first : first + limit])
        return rows

    def forget(self) -> None:
        """Read everything again from now on."""
        for each in self._read:
            each.cache_clear()

    def _kept(self, read: Callable[..., Any], most: int) -> Callable[..., Any]:
        found = lru_cache(most)(read)
        self._read.append(found)
        return found


def readers_office(ports: Mapping[str, object], **given: Any) -> Office:
    """Return an office of these ports alone, which can only read what is public.

    `given` is everything that is no port.
    """
    opened = {
        port: Shut(port, _refused, inner, _OPEN.get(port, _NONE) | _FOR_READERS.get(port, _NONE))
        for port, inner in ports.items()
    }
    return closed_office(_refused, **opened, **given)


def _refused(name: str) -> AttributeError:
    return AttributeError(f"{name} is not for readers")
