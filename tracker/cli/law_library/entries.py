"""`tracker block new|check`, `tracker body new|check`: entries of the office's own library."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from tracker.app.assembly import open_office
from tracker.cli.arguments import day
from tracker.cli.law_library.chosen import has_instance, library_in_use
from tracker.cli.law_library.files import author, say_added
from tracker.cli.law_library.text_files import text_in, write_new
from tracker.domain.base.errors import BadInput
from tracker.domain.base.text import SOURCE
from tracker.domain.law.block import Block, BlockKind, Setting
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import ReadIn
from tracker.lawfiles.own.layers import FileReader
from tracker.services.core.office import Office
from tracker.services.office_data.countries import NewCalendar
from tracker.services.office_data.made_entries import (
    NOBODY_NAMED,
    EntryContext,
    FirstDayKnownBy,
    LibraryAlone,
    NewBlock,
    NewBody,
    OrderedBy,
    blocks_alike,
    made_block,
    made_body,
)
from tracker.services.office_data.new_entries import add_block, add_body
from tracker.services.office_data.read_sources import ReadSource
from tracker.services.office_data.reasons_given import ReasonGiven
from tracker.services.ports.own_library import EntryName, OwnEntry
from tracker.settings import Settings, letters_folder, read_settings
from tracker.translations import languages, locale, spoken_languages

_Chosen = TypeVar("_Chosen", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Needed:
    """A fact that an entry requires, with its argument and the question that asks for it."""

    argument: str
    question: str
    several: bool = False
    read: Callable[[str], object] = str
    instead: tuple[str, ...] = ()

    def missing(self, chosen: argparse.Namespace) -> bool:
        """Return whether neither the argument nor one that replaces it was given."""
        return not any(getattr(chosen, each) for each in (self.argument, *self.instead))

    def ask(self, chosen: argparse.Namespace) -> None:
        """Ask until there is an answer, and add it to the arguments."""
        while not (typed := input(f"{self.question}: ").strip()):
            pass
        answers = [self.read(each.strip()) for each in typed.split(";" if self.several else "\n")]
        setattr(chosen, self.argument, answers if self.several else answers[0])

    @property
    def option(self) -> str:
        """Return the argument as it is written in a command."""
        return f"--{self.argument.replace('_', '-')}"


_COUNTRY = Needed("country", "Country, two letters")
_OF_A_BLOCK = (
    _COUNTRY,
    Needed("service", "Service"),
    Needed("where", "Where it was blocked, as a letter says it"),
    Needed("since", "First day, YYYY-MM-DD", read=day),
    Needed("body", "Keys of the public bodies that can be asked, separated by ;", several=True),
)
_OF_A_BODY = (
    _COUNTRY,
    Needed("name", "Name"),
    Needed("role", f"Role ({', '.join(Role)})"),
    Needed("calendar", "Key of its calendar", instead=("zone", "weekend")),
    Needed("address_to", "Letters are addressed to"),
)
_OF_EACH = (
    Needed("source", "Sources with their addresses, separated by ;", several=True),
    Needed("why", "What you compared"),
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ACCOUNT = Needed("by", "Email address of your account")


def new_block(chosen: argparse.Namespace) -> int:
    """Add a block to the office's own library, or only write its file."""
    return _new(chosen, "blocks", _OF_A_BLOCK)


def new_body(chosen: argparse.Namespace) -> int:
    """Add a public body to the office's own library, or only write its file."""
    return _new(chosen, "bodies", _OF_A_BODY)


def check_block(chosen: argparse.Namespace) -> int:
    """Print every complaint about the file of a block."""
    return _check(chosen, "blocks")


def check_body(chosen: argparse.Namespace) -> int:
    """Print every complaint about the file of a public body."""
    return _check(chosen, "bodies")


def _new(chosen: argparse.Namespace, folder: str, needed: Sequence[Needed]) -> int:
    settings = read_settings()
    _complete(chosen, (*needed, *_OF_EACH, *(() if chosen.file else (_ACCOUNT,))))
    if chosen.file:
        library = library_in_use(shipped=chosen.shipped)
        alone = LibraryAlone(library, languages(), lambda: datetime.now(UTC), locale)
        _write(settings, Path(chosen.file), folder, _made(alone, chosen, folder))
        return 0
    if not has_instance(settings):
        raise BadInput(
            f"There is no instance in {settings.instance}: make one with `tracker init`, or add "
            "--file KEY.toml to write a file only."
        )
    with open_office(settings) as office:
        name = _added(office, chosen, folder)
    say_added(settings, name)
    return 0


def _complete(chosen: argparse.Namespace, needed: Sequence[Needed]) -> None:
    """Ask for the facts that are missing. Raises BadInput that lists all of them if
    the input is not a terminal."""
    missing = [each for each in needed if each.missing(chosen)]
    if missing and not sys.stdin.isatty():
        raise BadInput(f"Missing: {', '.join(each.option for each in missing)}.")
    for each in missing:
        each.ask(chosen)


def _added(office: Office, chosen: argparse.Namespace, folder: str) -> EntryName:
    by = author(office, chosen.by)
    if folder == "blocks":
        return add_block(office, _block(office, chosen), chosen.why, by=by)
    return add_body(office, _body(chosen), chosen.why, by=by)


def _made(context: EntryContext, chosen: argparse.Namespace, folder: str) -> Block | PublicBody:
    if folder == "blocks":
        return made_block(context, _block(context, chosen))
    return made_body(context, _body(chosen))


def _shipped_reader(settings: Settings) -> FileReader:
    return FileReader(settings.library, spoken_languages(letters_folder()))


def _write(settings: Settings, out: Path, folder: str, entry: Block | PublicBody) -> None:
    reader = _shipped_reader(settings)
    text = reader.written(entry)
    if out.stem != entry.key:
        raise BadInput(f"Name the file {entry.key}.toml: its name is the key of the entry.")
    if found := reader.faults((), _unsaved(folder, entry.key, text)):
        raise BadInput(f"This cannot be used: {' '.join(found)}")
    write_new(out, text)


def _block(context: EntryContext, chosen: argparse.Namespace) -> NewBlock:
    block = NewBlock(
        kind=BlockKind(chosen.kind),
        country=chosen.country,
        service={SOURCE: chosen.service},
        where={SOURCE: chosen.where},
        places=tuple(chosen.place),
        since=chosen.since,
        known=FirstDayKnownBy(chosen.known),
        until=chosen.until,
        last_confirmed=chosen.last_confirmed,
        bodies=tuple(chosen.body),
        powers=tuple(chosen.power),
        orders=_orders(context, chosen),
        source=_source(chosen, chosen.source),
        note=chosen.note,
        reasons=_reasons(context, chosen),
    )
    if not chosen.another:
        _require_unlike(context, block)
    return block


def _require_unlike(context: EntryContext, block: NewBlock) -> None:
    """Raise BadInput if the library has a block of the same service on overlapping days."""
    if alike := blocks_alike(context, block):
        named = ", ".join(f"“{each.title}” ({each.key})" for each in alike)
        raise BadInput(
            f"A similar block is already in the library: {named}. Compare it first, and add "
            "--another if yours is another block."
        )


def _orders(context: EntryContext, chosen: argparse.Namespace) -> tuple[OrderedBy, ...]:
    who = chosen.ordered_by
    told: tuple[str | date | None, ...] = (
        chosen.order_says,
        chosen.order_on,
        *chosen.order_source,
    )
    if not who:
        if any(told):
            raise BadInput(NOBODY_NAMED)
        return ()
    source = _source(chosen, chosen.order_source)
    body, name = _body_or_name(context, who)
    return (OrderedBy(body, name, chosen.order_says, chosen.order_on, source),)


def _reasons(context: EntryContext, chosen: argparse.Namespace) -> tuple[ReasonGiven, ...]:
    """Return the reason that was given in public. Raises BadInput if a part of it is missing."""
    parts = ("reason_by", "reason_in", "reason_on", "reason_says", "reason_source")
    missing = [f"--{each.replace('_', '-')}" for each in parts if not getattr(chosen, each)]
    if len(missing) == len(parts):
        return ()
    if missing:
        raise BadInput(f"Missing: {', '.join(missing)}.")
    body, name = _body_or_name(context, chosen.reason_by)
    where, source = Setting(chosen.reason_in), _source(chosen, chosen.reason_source)
    return (ReasonGiven(body, name, where, chosen.reason_says, chosen.reason_on, source),)


def _body_or_name(context: EntryContext, who: str) -> tuple[str, str]:
    return (who, "") if who in context.library.bodies else ("", who)


def _body(chosen: argparse.Namespace) -> NewBody:
    return NewBody(
        country=chosen.country,
        name={SOURCE: chosen.name},
        in_sentence=chosen.in_sentence,
        short_name=chosen.short_name,
        role=_one_of(Role, chosen.role, "--role"),
        laws=tuple(chosen.law),
        calendar=chosen.calendar,
        address_to={SOURCE: chosen.address_to},
        address=tuple(chosen.address),
        email=chosen.email,
        website=chosen.website,
        channels=tuple(chosen.channel),
        source=_source(chosen, chosen.source),
        note=chosen.note,
        new_calendar=_new_calendar(chosen),
    )


def _new_calendar(chosen: argparse.Namespace) -> NewCalendar | None:
    """Return the calendar of a country that has none. Raises BadInput if only a part of it is
    given."""
    if not (chosen.zone or chosen.weekend):
        return None
    if chosen.calendar:
        raise BadInput("Use --calendar, or --zone and --weekend for a country without a calendar.")
    if chosen.file:
        raise BadInput("Make the file of the calendar first: `tracker law new --kind calendar`.")
    return NewCalendar(chosen.zone, frozenset(_WEEKDAYS.index(each) for each in chosen.weekend))


def _source(chosen: argparse.Namespace, named: Sequence[str]) -> ReadSource:
    return ReadSource(tuple(named), _one_of(ReadIn, chosen.read_in, "--read-in"))


def _one_of(kind: type[_Chosen], typed: str, option: str) -> _Chosen:
    """Return the value that was typed. Raises BadInput that lists the values that exist."""
    try:
        return kind(typed)
    except ValueError:
        raise BadInput(f"{option} is one of {', '.join(kind)}, not “{typed}”.") from None


def _unsaved(folder: str, key: str, text: str) -> OwnEntry:
    return OwnEntry.unsaved(EntryName(folder, key), text, datetime.now(UTC))


def _check(chosen: argparse.Namespace, folder: str) -> int:
    """Print every complaint about a file. Exit status 2 if there is one."""
    path, settings = Path(chosen.path), read_settings()
    entry = _unsaved(folder, path.stem, text_in(path))
    if has_instance(settings) and not chosen.shipped:
        with open_office(settings) as office:
            found = office.library_reader.faults(office.own_library.in_force(), entry)
    else:
        found = _shipped_reader(settings).faults((), entry)
    for fault in found:
        print(f"{path.name}: {fault}", file=sys.stderr)
    if found:
        said = "1 complaint" if len(found) == 1 else f"{len(found)} complaints"
        print(said, file=sys.stderr)
        return 2
    print(f"{path.name}: no complaints")
    return 0
