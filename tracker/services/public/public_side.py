"""The office as its public side sees it at one moment, for copies of the site.

Everything not named here is shut: ports with private data, and every way to write.
"""

from collections.abc import Mapping

from tracker.services.core.office import Office
from tracker.services.core.shut import Shut, shut_office

# The methods that are open on each port.
_OPEN: Mapping[str, frozenset[str]] = {
    "records": frozenset(
        {
            *("came", "cells", "copy", "corrected", "current", "current_version", "edition"),
            "editions",
            *("last_change", "last_changes", "latest", "led_to", "listed", "newest_about"),
            *("notices", "numbered"),
            *("one_state", "published", "record"),
            *("references", "silences", "stamp", "tally", "text", "texts", "times"),
        }
    ),
    "premises": frozenset({"state"}),
    "law_signatures": frozenset({"of_law"}),
    "measurements": frozenset({"content", "public_about", "public_findings", "published"}),
    "captures": frozenset({"open_content", "public_captures", "published"}),
    "data": frozenset({"made", "open"}),
    "log": frozenset(
        {
            *("attestations", "file", "keys", "leaf_proof", "newest", "place_shown", "placed"),
            *("proof", "records_waiting", "state", "vouch", "witnesses"),
        }
    ),
}


def public_side(office: Office) -> Office:
    """Return an office that can only read what is public, as of now."""
    opened = {
        port: Shut(port, _refused, getattr(office, port), names) for port, names in _OPEN.items()
    }
    moment = office.now()
    return shut_office(office, _refused, **opened, now=lambda: moment)


def _refused(name: str) -> AttributeError:
    return AttributeError(f"{name} is not for readers")
