"""The settings that say whose words about a mail are believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.base.errors import BadInput

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
_YES_OR_NO = {"": False, "no": False, "yes": True}


@dataclass(frozen=True, slots=True)
class MailResults:
    """The office's own mail server, as it names itself in mail that came.

    `server` is its name in lines of results, `hosts` are its names in Received lines. Nothing is
    believed while they are empty. `roots` are the authorities whose certificates count for signed
    mail, as PEM.
    """

    server: str = ""
    hosts: tuple[str, ...] = ()
    strips_forged: bool = False
    looks_up_keys: bool = True
    roots: tuple[str, ...] = ()


def read_mail_results(found: Mapping[str, str]) -> MailResults:
    """Return the settings about the own mail server. Raises BadInput."""
    server = _host("TRACKER_MAIL_RESULTS_BY", found.get("TRACKER_MAIL_RESULTS_BY", "").strip())
    named = found.get("TRACKER_MAIL_HOSTS", "").split(",")
    hosts = tuple(_host("TRACKER_MAIL_HOSTS", name.strip()) for name in named if name.strip())
    return MailResults(
        server,
        hosts,
        strips_forged=is_yes(found, "TRACKER_MAIL_STRIPS_RESULTS"),
        looks_up_keys=not is_yes(found, "TRACKER_MAIL_NO_LOOKUPS"),
        roots=_roots(found.get("TRACKER_MAIL_ROOTS", "").strip()),
    )


def _roots(path: str) -> tuple[str, ...]:
    """Return the certificates in a file. Each counts as an authority."""
    if not path:
        return ()
    try:
        words = Path(path).read_text("ascii")
    except (OSError, UnicodeError) as error:
        raise BadInput(f"TRACKER_MAIL_ROOTS is “{path}”: that file cannot be read.") from error
    found = tuple(_CERTIFICATE.findall(words))
    if not found:
        raise BadInput(f"TRACKER_MAIL_ROOTS is “{path}”: that file holds no certificate (PEM).")
    return found


def _host(setting: str, name: str) -> str:
    if name and not _HOST.fullmatch(name):
        raise BadInput(f"{setting} is “{name}”: it takes the name of a mail server.")
    return name.lower()


def is_yes(found: Mapping[str, str], name: str) -> bool:
    """Return whether a setting is yes. Raises BadInput for other words than yes and no."""
    words = found.get(name, "").strip().lower()
    if words not in _YES_OR_NO:
        raise BadInput(f"{name} is “{words}”: it takes yes or no.")
    return _YES_OR_NO[words]
