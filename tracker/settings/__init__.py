"""The operator's settings: read once from the environment, checked at start, never changed."""

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.settings.bucket import BucketSettings, read_bucket
from tracker.settings.mail_results import MailResults, is_yes, read_mail_results
from tracker.settings.mailboxes import THIS_MACHINE, ReceivedMailSettings, read_received_mail
from tracker.settings.reading import (
    read_addresses,
    read_folder,
    read_names,
    read_path,
    read_port,
    read_secret_path,
    read_whole,
    require_private,
)
from tracker.settings.serving import SWEEP_SECONDS, ServingSettings, read_serving
from tracker.settings.table import SETTINGS

_KEY_BYTES = 32
SECRET_KEY_NAME, LOG_KEY_NAME = "secret.key", "log.key"
_PACKAGE = Path(__file__).resolve().parents[1]


# Names the interpreter for the make targets; the program itself does not read it.
FOR_MAKE = "TRACKER_PYTHON"
DATABASES = ("sqlite:///", "postgresql+psycopg://")


# The mail folder that means that mail is printed instead of stored.
CONSOLE = "console"
SMTP_PORTS = {"smtp": 587, "smtps": 465}
_SMTP_PASSWORD, _SMTP_TOKEN = "TRACKER_SMTP_PASSWORD_FILE", "TRACKER_SMTP_TOKEN_FILE"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server. `token` means that the file holds an OAuth token, not a password.

    `implicit` means TLS from the first byte. Otherwise TLS is requested, and required unless the
    server is this machine.
    """

    host: str
    port: int
    implicit: bool
    user: str
    password_file: Path | None
    token: bool = False

    @property
    def local(self) -> bool:
        """Return whether the server is this machine."""
        return self.host in THIS_MACHINE


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
    mail_server: MailServer | None
    mail_from: str
    mail_folder: Path | None
    mail_addresses: AddressPattern | None = None
    largest_letter: int = 18_000_000
    mirrors: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    security_contact: str = ""
    public_contact: str = ""
    tls_on_subdomains: bool = False
    office_key_file: Path | None = None
    secret_key_file: Path | None = None
    log_key_file: Path | None = None
    mail_results: MailResults = field(default_factory=MailResults)
    reads_scans: bool = True
    received_mail: ReceivedMailSettings = field(default_factory=ReceivedMailSettings)
    bucket: BucketSettings | None = None
    serving: ServingSettings = field(default_factory=ServingSettings)

    @property
    def evidence(self) -> Path:
        """Return the folder of the encrypted evidence."""
        return self.instance / "evidence"

    @property
    def key_file(self) -> Path:
        """Return the file of the instance's own key; nothing encrypted can be read without it."""
        return self.secret_key_file or self.instance / SECRET_KEY_NAME

    @property
    def log_key(self) -> Path:
        """Return the file of the key that signs the public log; it is never in the database."""
        return self.log_key_file or self.instance / LOG_KEY_NAME

    @property
    def keys_elsewhere(self) -> dict[str, Path]:
        """Return the key files that do not lie in the instance, under their names in a backup."""
        named = {SECRET_KEY_NAME: self.secret_key_file, LOG_KEY_NAME: self.log_key_file}
        return {name: file for name, file in named.items() if file}

    @property
    def log_note(self) -> Path:
        """Return the file of the newest checkpoint of the public log, which no backup holds.

        It reveals a database that was put back to an earlier state.
        """
        return self.instance / "log.note"

    @property
    def host_name(self) -> str:
        """Return the host name, with any port, under which readers reach the site."""
        return urlsplit(self.public_url).netloc

    @property
    def secure_cookies(self) -> bool:
        """Return whether readers come by https, so that cookies may require it."""
        return urlsplit(self.public_url).scheme == "https"

    def key(self) -> bytes:
        """Return the instance's key. Raises BadInput if it is missing or damaged."""
        return read_key_file(self.key_file)

    def office_key(self) -> bytes | None:
        """Return the private key in the office's key file, None if it has no such file.

        Raises BadInput for a file that is named and missing, or damaged.
        """
        if self.office_key_file is None and not self._own_office_key.exists():
            return None
        return read_key_file(self.office_key_file or self._own_office_key)

    def make_office_key(self) -> None:
        """Create the key file of a demonstration, where nothing is private, if it is missing."""
        make_key_file(self._own_office_key)

    @property
    def has_own_office_key(self) -> bool:
        """Return whether a key file lies in the instance itself, as in a demonstration."""
        return self._own_office_key.exists()

    @property
    def _own_office_key(self) -> Path:
        return self.instance / "office.key"

    def make_instance(self) -> None:
        """Create the instance folder and its key if they are missing, readable by the owner only.

        A folder that has no key yet, such as that of a checkout, is closed to other accounts too.
        Raises BadInput if another account owns it.
        """
        self.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.secret_key_file or not self.key_file.exists():
            self._close_to_others()
        self.evidence.mkdir(mode=0o700, exist_ok=True)
        make_key_file(self.key_file)

    def _close_to_others(self) -> None:
        try:
            self.instance.chmod(0o700)
        except PermissionError:
            raise BadInput(
                f"{self.instance} belongs to another account: change its owner, or name a folder "
                "of your own in TRACKER_INSTANCE."
            ) from None


def read_key_file(file: Path) -> bytes:
    """Return the key in a file. Raises BadInput if it is missing or damaged."""
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise BadInput(f"{file} is missing: run `tracker init`, or put back the key.") from None
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise BadInput(f"{file} is damaged: put back the key.")
    return key


def make_key_file(file: Path) -> None:
    """Write a new key to a file that only its owner can read, unless there is one."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(_KEY_BYTES) + "\n")
        out.flush()
        os.fsync(out.fileno())


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this process.

    Raises BadInput, naming the setting and what it takes, for one that is unknown or wrong.
    """
    found = os.environ if environment is None else environment
    _refuse_unknown(found)
    instance = read_folder(found, "TRACKER_INSTANCE") or _default_instance()
    port = read_whole(found, "TRACKER_PORT", 8000, 1, 65535)
    return Settings(
        instance=instance,
        database_url=_database(found, instance),
        host=found.get("TRACKER_HOST") or "127.0.0.1",
        port=port,
        public_url=(url := _url(found.get("TRACKER_PUBLIC_URL") or f"http://localhost:{port}")),
        trusted_proxies=read_names(found.get("TRACKER_TRUSTED_PROXIES", "")),
        notice_days=read_whole(found, "TRACKER_NOTICE_DAYS", 7, 0, 365),
        sweep_seconds=(sweep := read_whole(found, SWEEP_SECONDS, 60, 1, 86_400)),
        workers=read_whole(found, "TRACKER_WORKERS", 2, 1, 64),
        threads=read_whole(found, "TRACKER_THREADS", 4, 1, 64),
        letterhead=read_path(found, "TRACKER_LETTERHEAD"),
        library=read_folder(found, "TRACKER_LIBRARY"),
        mail_server=(server := _mail_server(found)),
        mail_from=(sender := _mail_from(found, needed=server is not None)),
        mail_folder=_mail_folder(found, instance),
        mail_addresses=_mail_addresses(found, server=server is not None),
        largest_letter=read_whole(found, "TRACKER_MAIL_LARGEST_MB", 18, 1, 100) * 1_000_000,
        mirrors=read_addresses(found, "TRACKER_MIRRORS"),
        witnesses=read_addresses(found, "TRACKER_WITNESSES"),
        security_contact=_contact(found, "TRACKER_SECURITY_CONTACT"),
        public_contact=_contact(found, "TRACKER_CONTACT"),
        mail_results=read_mail_results(found),
        office_key_file=read_path(found, "TRACKER_OFFICE_KEY"),
        secret_key_file=read_secret_path(found, "TRACKER_SECRET_KEY_FILE", "the machine’s key"),
        log_key_file=read_secret_path(found, "TRACKER_LOG_KEY_FILE", "the key of the log"),
        received_mail=read_received_mail(found, instance, sender),
        reads_scans=not is_yes(found, "TRACKER_NO_SCAN_READING"),
        bucket=read_bucket(found),
        serving=read_serving(found, sweep),
        tls_on_subdomains=_subdomains(found.get("TRACKER_HSTS_SUBDOMAINS", ""), url),
    )


def _refuse_unknown(found: Mapping[str, str]) -> None:
    known = {setting.name for setting in SETTINGS} | {FOR_MAKE}
    unknown = sorted(name for name in found if name.startswith("TRACKER_") and name not in known)
    if unknown:
        raise BadInput(
            f"{unknown[0]} is not a setting; the settings are {', '.join(sorted(known))}."
        )


def templates_folder() -> Path:
    """Return the folder of pages and letters: in an installed wheel, or beside the package."""
    packed = _PACKAGE / "templates"
    return packed if packed.is_dir() else _PACKAGE.parent / "templates"


def letters_folder() -> Path:
    """Return the folder of the wordings of letters, with a folder in it for each language."""
    return templates_folder() / "letters"


def _default_instance() -> Path:
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "instance"
    return Path(sys.prefix) / "var" / "tracker-instance"


def _url(words: str) -> str:
    parts = urlsplit(words)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadInput(f"TRACKER_PUBLIC_URL is “{words}”: it takes an http or https address.")
    return words.rstrip("/")


def _contact(found: Mapping[str, str], name: str) -> str:
    """Return an address to write to; empty if none is set. Raises BadInput if it is malformed."""
    words = found.get(name, "")
    parts = urlsplit(words)
    there = {"https": parts.netloc, "mailto": "@" in parts.path, "tel": parts.path}
    plain = words.isascii() and words.isprintable() and " " not in words
    if words and not (plain and there.get(parts.scheme)):
        raise BadInput(
            f"{name} is “{words}”: it takes an address that begins with mailto:, https:// or tel:."
        )
    return words


def _subdomains(words: str, public_url: str) -> bool:
    if words not in ("", "yes", "no"):
        raise BadInput(f"TRACKER_HSTS_SUBDOMAINS is “{words}”: it takes yes or no.")
    if words == "yes" and not public_url.startswith("https://"):
        raise BadInput(
            "TRACKER_HSTS_SUBDOMAINS is yes, which needs an https address in TRACKER_PUBLIC_URL."
        )
    return words == "yes"


def _database(found: Mapping[str, str], instance: Path) -> str:
    url = found.get("TRACKER_DATABASE_URL") or f"sqlite:///{instance}/tracker.sqlite3"
    if not url.startswith(DATABASES):
        # The address may hold a password, so it is not repeated here.
        begins = " or ".join(DATABASES)
        raise BadInput(f"TRACKER_DATABASE_URL takes an address that begins with {begins}.")
    return url


def _mail_server(found: Mapping[str, str]) -> MailServer | None:
    password, token = (read_path(found, name) for name in (_SMTP_PASSWORD, _SMTP_TOKEN))
    if password and token:
        raise BadInput(
            f"A mail server takes {_SMTP_PASSWORD} or {_SMTP_TOKEN}, not both: set one of them."
        )
    secret = password or token
    url = found.get("TRACKER_SMTP_URL")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in SMTP_PORTS or not parts.hostname or parts.path.strip("/"):
        raise BadInput(
            "TRACKER_SMTP_URL takes smtps://host or smtp://host, with user@ before the host and a "
            "port behind it where needed."
        )
    if parts.password is not None:
        # It is not repeated here. Anyone who may list processes could read it in the setting.
        raise BadInput(
            "TRACKER_SMTP_URL holds a password: put it into a file, and name that file in "
            "TRACKER_SMTP_PASSWORD_FILE."
        )
    if bool(parts.username) != bool(secret):
        raise BadInput(
            f"A mail server with a user needs {_SMTP_PASSWORD} or {_SMTP_TOKEN}, and one without "
            "a user takes none: set both or neither."
        )
    if password:
        require_private(_SMTP_PASSWORD, password, "a password")
    elif token:
        require_private(_SMTP_TOKEN, token, "a token")
    return MailServer(
        host=parts.hostname,
        port=read_port("TRACKER_SMTP_URL", parts) or SMTP_PORTS[parts.scheme],
        implicit=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password_file=secret,
        token=token is not None,
    )


def _mail_from(found: Mapping[str, str], *, needed: bool) -> str:
    address = found.get("TRACKER_MAIL_FROM", "").strip()
    if not address and not needed:
        return "tracker@localhost"
    name, at, domain = address.partition("@")
    if not (name and at and domain) or not address.isprintable() or " " in address:
        raise BadInput(
            f"TRACKER_MAIL_FROM is “{address}”: with a mail server it takes the address from "
            "which mail comes."
        )
    return address


def _mail_addresses(found: Mapping[str, str], *, server: bool) -> AddressPattern | None:
    """Return the pattern of the addresses of requests; with a server, None if none is set."""
    words = found.get("TRACKER_MAIL_ADDRESSES", "").strip()
    if not words:
        return None if server else AddressPattern("tracker+*@localhost")
    try:
        return AddressPattern(words)
    except BadInput as wrong:
        raise BadInput(f"TRACKER_MAIL_ADDRESSES: {wrong}") from wrong


def _mail_folder(found: Mapping[str, str], instance: Path) -> Path | None:
    """Return the folder where mail is stored; None if mail is printed."""
    if found.get("TRACKER_MAIL_FOLDER") == CONSOLE:
        return None
    return read_folder(found, "TRACKER_MAIL_FOLDER") or instance / "mail"
