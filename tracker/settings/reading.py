"""Single settings from the environment: paths, names, ports and files of secrets."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from tracker.domain.base.errors import BadInput


def read_path(found: Mapping[str, str], name: str) -> Path | None:
    """Return an absolute path, None if none is set. Raises BadInput."""
    words = found.get(name)
    if not words:
        return None
    if not Path(words).is_absolute():
        raise BadInput(f"{name} is “{words}”: it takes an absolute path.")
    return Path(words)


def read_folder(found: Mapping[str, str], name: str) -> Path | None:
    """Return the path of a folder, None if none is set. Raises BadInput."""
    path = read_path(found, name)
    if path and path.exists() and not path.is_dir():
        raise BadInput(f"{name} is “{path}”, which is a file: it takes a folder.")
    return path


def read_addresses(found: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return addresses that are separated by commas, in their order.

    Raises BadInput for anything but http and https addresses.
    """
    words = found.get(name, "").split(",")
    named = tuple(word.strip().rstrip("/") for word in words if word.strip())
    for address in named:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc or set(address) & set(' "<>'):
            raise BadInput(f"{name} names “{address}”: it takes http or https addresses.")
    return named


def read_port(name: str, parts: SplitResult) -> int | None:
    """Return the port in an address, None if it names none. Raises BadInput."""
    try:
        return parts.port
    except ValueError:
        raise BadInput(f"{name} has no valid port: it is a number to 65535.") from None


def require_private(name: str, file: Path, what: str) -> None:
    """Raise BadInput for a file of a secret that is missing or readable by other accounts."""
    if not file.is_file():
        raise BadInput(f"{name} names {file}, which is not there.")
    if file.stat().st_mode & 0o077:
        raise BadInput(f"{file} holds {what} and others may read it: run `chmod 600 {file}`.")


def require_guarded(name: str, file: Path, what: str) -> None:
    """Raise BadInput as `require_private` does; systemd guards its credentials itself."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    if not credentials or not file.is_relative_to(credentials) or not file.is_file():
        require_private(name, file, what)


def read_secret_path(found: Mapping[str, str], name: str, what: str) -> Path | None:
    """Return the path of a file with a secret, None if none is set. Raises BadInput."""
    path = read_path(found, name)
    if path:
        require_guarded(name, path, what)
    return path


def read_names(words: str) -> frozenset[str]:
    """Return names that are separated by commas."""
    return frozenset(name.strip() for name in words.split(",") if name.strip())


def read_whole(found: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """Return a whole number between two others. Raises BadInput."""
    words = found.get(name) or str(default)
    if not words.isascii() or not words.isdigit() or not least <= int(words) <= most:
        raise BadInput(f"{name} is “{words}”: it takes a whole number from {least} to {most}.")
    return int(words)
