"""How this machine serves an office: all of it, read-only, or its public side alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.base.errors import BadInput
from tracker.services.ports.holds import WAITED_WITHIN
from tracker.settings.mail_results import is_yes
from tracker.settings.reading import read_path, read_whole, require_guarded

_READ_ONLY, _PUBLIC_SIDE = "TRACKER_READ_ONLY", "TRACKER_PUBLIC_SIDE"
_LOG_KEY, _METRICS_TOKEN = "TRACKER_PUBLIC_LOG_KEY", "TRACKER_METRICS_TOKEN_FILE"
SYNCHRONOUS, SWEEP_SECONDS = "TRACKER_SYNCHRONOUS_STANDBY", "TRACKER_SWEEP_SECONDS"
# Shorter ones can be guessed.
_SHORTEST_TOKEN = 20


@dataclass(frozen=True, slots=True)
class ServingSettings:
    """What this machine serves.

    `read_only` refuses every change. `public_side` serves the public pages alone, without any key;
    `log_key` is then the line with the public key of the log. Programs that send the token of
    `metrics_token_file` get the metrics; without such a file there are none. After `backup_days`
    without a backup one is missing. `synchronous` says that no standby of the database is promoted
    unless the server waits for it.
    """

    read_only: bool = False
    public_side: bool = False
    log_key: str = ""
    metrics_token_file: Path | None = None
    backup_days: int = 8
    synchronous: bool = False

    def require_whole_office(self) -> None:
        """Raise BadInput if this machine serves the public side alone."""
        if self.public_side:
            raise BadInput(
                f"This machine serves the public side alone ({_PUBLIC_SIDE}): start it with "
                "`tracker serve`."
            )

    def require_writable(self) -> None:
        """Raise BadInput if this machine changes nothing."""
        if self.read_only:
            by = _PUBLIC_SIDE if self.public_side else _READ_ONLY
            raise BadInput(f"Nothing can be changed on this machine, because {by} is set.")

    def metrics_token(self) -> str:
        """Return the token that opens the metrics; empty if there are none. Raises BadInput."""
        file = self.metrics_token_file
        if file is None:
            return ""
        require_guarded(_METRICS_TOKEN, file, "a token")
        token = file.read_text("utf-8", errors="replace").partition("\n")[0].strip()
        if len(token) < _SHORTEST_TOKEN or not token.isascii() or " " in token:
            raise BadInput(
                f"{_METRICS_TOKEN} names {file}: its first line takes at least {_SHORTEST_TOKEN} "
                "letters and digits without spaces."
            )
        return token


def read_serving(found: Mapping[str, str], sweep_seconds: int) -> ServingSettings:
    """Return what this machine serves, which looks at its database that often. Raises BadInput."""
    public_side, log_key = is_yes(found, _PUBLIC_SIDE), found.get(_LOG_KEY, "").strip()
    if log_key and not public_side:
        raise BadInput(f"{_LOG_KEY} is for a public side: set {_PUBLIC_SIDE}=yes, or remove it.")
    synchronous, longest = is_yes(found, SYNCHRONOUS), int(WAITED_WITHIN.total_seconds())
    if synchronous and sweep_seconds > longest:
        raise BadInput(
            f"{SWEEP_SECONDS} takes at most {longest} with {SYNCHRONOUS}=yes: a server that was "
            "seen to wait for its standby longer ago counts as one that does not wait."
        )
    return ServingSettings(
        read_only=public_side or is_yes(found, _READ_ONLY),
        public_side=public_side,
        log_key=log_key,
        metrics_token_file=read_path(found, _METRICS_TOKEN),
        backup_days=read_whole(found, "TRACKER_BACKUP_DAYS", 8, 1, 366),
        synchronous=synchronous,
    )
