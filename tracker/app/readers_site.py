"""The office that only reads: its ports, its other fields, and how its pages are served."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tracker.app.program import program_digest
from tracker.lawfiles import read_library
from tracker.lawfiles.own.layers import FileReader
from tracker.ledger.readers_log import ReadersLog
from tracker.ledger.signed_log import SignedLog
from tracker.settings import Settings, letters_folder, templates_folder
from tracker.translations import every_language, languages, locale, spoken_languages
from tracker.web import Health, SiteConfig

if TYPE_CHECKING:
    from tracker.storage.opening import Storage
    from tracker.storage.public_opening import PublicStorage


def readers_ports(
    settings: Settings, rooms: "Storage | PublicStorage", log: SignedLog | ReadersLog
) -> dict[str, Any]:
    """Return the ports that public pages read."""
    return {
        "records": rooms.records,
        "premises": rooms.premises,
        "measurements": rooms.measurements,
        "captures": rooms.captures,
        "own_library": rooms.own_library,
        "law_signatures": rooms.law_signatures,
        "data": rooms.data,
        "log": log,
        "log_proofs": log,
        "library_reader": FileReader(settings.library, spoken_languages(letters_folder())),
    }


def readers_values(settings: Settings) -> dict[str, Any]:
    """Return the fields of an office that are no ports, for one that makes nothing new.

    Raises LibraryFaults for a library with faults.
    """
    return {
        "library": read_library(settings.library),
        "library_mark": 0,
        "now": readers_now,
        "new_reference": _nothing_new,
        "new_message_id": _nothing_new,
        "password_key": _no_password,
        "languages": languages(),
        "every_language": every_language(),
        "locale": locale,
        "notice_days": settings.notice_days,
        "public_url": settings.public_url,
        "read_only": True,
        "scan_reader": None,
        "recalculators": None,
    }


def readers_config(settings: Settings, health: Callable[[], Health]) -> SiteConfig:
    """Return how the pages are served. No cookie is set, so the keys need not outlive the
    process."""
    return SiteConfig(
        secret_key=secrets.token_bytes(32),
        failure_key=secrets.token_bytes(32),
        templates=templates_folder(),
        trusted_proxies=settings.trusted_proxies,
        secure_cookies=settings.secure_cookies,
        public_url=settings.public_url,
        health=health,
        pages_health=health,
        mirrors=settings.mirrors,
        security_contact=settings.security_contact,
        public_contact=settings.public_contact,
        tls_on_subdomains=settings.tls_on_subdomains,
        readers_only=True,
        program=program_digest,
    )


def readers_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def _nothing_new() -> str:
    raise AttributeError("readers make nothing")


def _no_password(password: str, salt: bytes) -> bytes:
    raise AttributeError("readers have no passwords")
