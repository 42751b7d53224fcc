"""What the operator decides: read once from the environment, checked at start, never changed."""

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tracker.domain.errors import BadInput

KEY_BYTES = 32
PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the operator's table lists it."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting(
        "TRACKER_INSTANCE",
        "instance/ of the checkout; var/tracker-instance of an installed copy",
        "folder that holds the database, the evidence and the keys; absolute",
    ),
    Setting(
        "TRACKER_DATABASE_URL",
        "SQLite in the instance folder",
        "database, for example postgresql+psycopg://tracker@/tracker",
    ),
    Setting("TRACKER_HOST", "127.0.0.1", "address to listen on"),
    Setting("TRACKER_PORT", "8000", "port to listen on"),
    Setting(
        "TRACKER_PUBLIC_URL",
        "http://localhost:8000",
        "address under which readers reach the site; https makes cookies secure",
    ),
    Setting(
        "TRACKER_TRUSTED_PROXIES",
        "none",
        "addresses of reverse proxies whose forwarded headers are believed, with commas",
    ),
    Setting(
        "TRACKER_NOTICE_DAYS",
        "7",
        "days a body has to answer the notice before its first silence is published",
    ),
    Setting("TRACKER_SWEEP_SECONDS", "60", "seconds between two looks at what fell due"),
    Setting("TRACKER_WORKERS", "2", "web server processes"),
    Setting("TRACKER_THREADS", "4", "threads of each web server process"),
    Setting(
        "TRACKER_LETTERHEAD",
        "none",
        "DOCX whose styles, header and footer the letters take; never run as a template",
    ),
    Setting("TRACKER_LIBRARY", "the one that is shipped", "folder with another law library"),
)


# Names the interpreter for the make targets; the program itself does not read it.
FOR_MAKE = "TRACKER_PYTHON"
DATABASES = ("sqlite:///", "postgresql+psycopg://")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process, all of them checked."""

    instance: Path
    database_url: str
    host: str
    port: int
    public_url: str
    trusted_proxies: frozenset[str]
    notice_days: int
    sweep_seconds: int
    workers: int
    threads: int
    letterhead: Path | None
    library: Path | None

    @property
    def evidence(self) -> Path:
        """Where sealed evidence lies."""
        return self.instance / "evidence"

    @property
    def key_file(self) -> Path:
        """The instance's own key; without it nothing that is sealed can be read."""
        return self.instance / "secret.key"

    @property
    def secure_cookies(self) -> bool:
        """Whether readers come by https, so that cookies may insist on it."""
        return urlsplit(self.public_url).scheme == "https"

    def key(self) -> bytes:
        """The instance's key. Raises BadInput where there is none, or it is damaged."""
        try:
            key = bytes.fromhex(self.key_file.read_text(encoding="ascii").strip())
        except FileNotFoundError:
            raise BadInput(
                f"{self.key_file} is missing: run `tracker init`, or put back the instance's key."
            ) from None
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise BadInput(f"{self.key_file} is damaged: put back the instance's key.")
        return key

    def make_instance(self) -> None:
        """Make the instance folder and its key, where they are missing; nobody else may read."""
        self.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.evidence.mkdir(mode=0o700, exist_ok=True)
        try:
            handle = os.open(self.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises BadInput naming the setting and what it takes."""
    found = os.environ if environment is None else environment
    known = {setting.name for setting in SETTINGS} | {FOR_MAKE}
    if unknown := sorted(
        name for name in found if name.startswith("TRACKER_") and name not in known
    ):
        raise BadInput(
            f"{unknown[0]} is not a setting; the settings are {', '.join(sorted(known))}."
        )
    instance = _folder(found, "TRACKER_INSTANCE") or _default_instance()
    port = _whole(found, "TRACKER_PORT", 8000, 1, 65535)
    return Settings(
        instance=instance,
        database_url=_database(found, instance),
        host=found.get("TRACKER_HOST") or "127.0.0.1",
        port=port,
        public_url=_url(found.get("TRACKER_PUBLIC_URL") or f"http://localhost:{port}"),
        trusted_proxies=_names(found.get("TRACKER_TRUSTED_PROXIES", "")),
        notice_days=_whole(found, "TRACKER_NOTICE_DAYS", 7, 0, 365),
        sweep_seconds=_whole(found, "TRACKER_SWEEP_SECONDS", 60, 1, 86_400),
        workers=_whole(found, "TRACKER_WORKERS", 2, 1, 64),
        threads=_whole(found, "TRACKER_THREADS", 4, 1, 64),
        letterhead=_path(found, "TRACKER_LETTERHEAD"),
        library=_folder(found, "TRACKER_LIBRARY"),
    )


def templates_folder() -> Path:
    """Where pages and letters live: inside an installed wheel, or beside the package."""
    packed = PACKAGE / "templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"


def _default_instance() -> Path:
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "instance"
    return Path(sys.prefix) / "var" / "tracker-instance"


def _whole(found: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    words = found.get(name) or str(default)
    if not words.isascii() or not words.isdigit() or not least <= int(words) <= most:
        raise BadInput(f"{name} is “{words}”: it takes a whole number from {least} to {most}.")
    return int(words)


def _path(found: Mapping[str, str], name: str) -> Path | None:
    words = found.get(name)
    if not words:
        return None
    if not Path(words).is_absolute():
        raise BadInput(f"{name} is “{words}”: it takes an absolute path.")
    return Path(words)


def _folder(found: Mapping[str, str], name: str) -> Path | None:
    path = _path(found, name)
    if path and path.exists() and not path.is_dir():
        raise BadInput(f"{name} is “{path}”, which is a file: it takes a folder.")
    return path


def _url(words: str) -> str:
    parts = urlsplit(words)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadInput(f"TRACKER_PUBLIC_URL is “{words}”: it takes an http or https address.")
    return words.rstrip("/")


def _database(found: Mapping[str, str], instance: Path) -> str:
    url = found.get("TRACKER_DATABASE_URL") or f"sqlite:///{instance}/tracker.sqlite3"
    if not url.startswith(DATABASES):
        # The address may hold a password, so it is not repeated here.
        begins = " or ".join(DATABASES)
        raise BadInput(f"TRACKER_DATABASE_URL takes an address that begins with {begins}.")
    return url


def _names(words: str) -> frozenset[str]:
    return frozenset(name.strip() for name in words.split(",") if name.strip())
