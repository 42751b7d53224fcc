"""The settings that say whose words about a mail are believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.base.errors import BadInput

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_YES_OR_NO = {"": False, "no": False, "yes": True}


@dataclass(frozen=True, slots=True)
class MailResults:
    """The office's own mail server, as it names itself in mail that came.

    `server` is its name in lines of results, `hosts` are its names in Received lines. Nothing is
    believed while they are empty.
    """

    server: str = ""
    hosts: tuple[str, ...] = ()
    strips_forged: bool = False
    looks_up_keys: bool = True


def read_mail_results(found: Mapping[str, str]) -> MailResults:
    """Return the settings about the own mail server. Raises BadInput."""
    server = _host("TRACKER_MAIL_RESULTS_BY", found.get("TRACKER_MAIL_RESULTS_BY", "").strip())
    named = found.get("TRACKER_MAIL_HOSTS", "").split(",")
    hosts = tuple(_host("TRACKER_MAIL_HOSTS", name.strip()) for name in named if name.strip())
    return MailResults(
        server,
        hosts,
        strips_forged=_chosen(found, "TRACKER_MAIL_STRIPS_RESULTS"),
        looks_up_keys=not _chosen(found, "TRACKER_MAIL_NO_LOOKUPS"),
    )


def _host(setting: str, name: str) -> str:
    if name and not _HOST.fullmatch(name):
        raise BadInput(f"{setting} is “{name}”: it takes the name of a mail server.")
    return name.lower()


def _chosen(found: Mapping[str, str], name: str) -> bool:
    words = found.get(name, "").strip().lower()
    if words not in _YES_OR_NO:
        raise BadInput(f"{name} is “{words}”: it takes yes or no.")
    return _YES_OR_NO[words]
