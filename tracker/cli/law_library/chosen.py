"""The library that a command reads, with the office's own entries or without, and its words."""

import sys

from tracker.domain.library import Library
from tracker.lawfiles.on_demand.opening import open_library
from tracker.services.core.i18n import Locale
from tracker.settings import Settings, read_settings

COMMAND_LOCALE = Locale("en")
# Digits of a version that are enough to tell two versions apart.
_DIGITS = 12


def library_in_use(*, shipped: bool) -> Library:
    """Return the library of this instance, with the office's own entries.

    Return the shipped library if there is no instance, or if `shipped`. If there are two, print on
    standard error which one it is. Raises Refusal if the database of the instance cannot be
    opened.
    """
    settings = read_settings()
    if not has_instance(settings):
        return open_library(settings.library)
    if shipped:
        library = open_library(settings.library)
        say_library(library, settings, shipped=True)
        return library
    # Imported here, so that a deadline without an instance does not wait for a database driver.
    from tracker.app.assembly import open_office

    with open_office(settings) as office:
        say_library(office.library, settings, shipped=False)
        return office.library


def has_instance(settings: Settings) -> bool:
    """Return whether the instance that the settings name was made."""
    return settings.key_file.exists()


def say_library(library: Library, settings: Settings, *, shipped: bool) -> None:
    """Print on standard error which library a command uses."""
    own = f"the library of the office in {settings.instance}"
    what = "the library that came with the program alone" if shipped else own
    print(f"note: {what}, version {library.digest[:_DIGITS]}.", file=sys.stderr)
    if number := len(library.unverified):
        entries = (
            "1 entry of the office is" if number == 1 else f"{number} entries of the office are"
        )
        print(f"note: {entries} not verified by a second person.", file=sys.stderr)
