"""A new block or public body of the office's own library, from what a person knows of it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.law.block import Block, BlockKind, BlockOrder
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import ReadIn, Source
from tracker.services.core.office import Office
from tracker.services.office_data.own_entries import save_entry
from tracker.services.ports.own_library import EntryName

_TITLES = {
    BlockKind.BLOCK: (
        Message("{service} in {place}"),
        Message("the block of {service} in {place}"),
    ),
    BlockKind.SHUTDOWN: (
        Message("Shutdown of {service} in {place}"),
        Message("the shutdown of {service} in {place}"),
    ),
    BlockKind.THROTTLING: (
        Message("Throttling of {service} in {place}"),
        Message("the throttling of {service} in {place}"),
    ),
}
# Letters of a key that come from a name.
_LONGEST_NAME_IN_KEY = 40


class FirstDayKnownBy(StrEnum):
    """How the first day of a block is known."""

    EXACTLY = "exactly"
    ABOUT = "about"
    FIRST_REPORTED = "first-reported"


@dataclass(frozen=True, slots=True)
class ReadSource:
    """Where a fact was read, and how: each source with its address, in the order given."""

    named: tuple[str, ...]
    read_in: ReadIn

    @property
    def source(self) -> Source:
        """Return the source as the library has it. Raises BadInput if none is named."""
        if not self.named:
            raise BadInput("Enter at least one source.")
        return Source("; ".join(self.named), self.read_in)


@dataclass(frozen=True, slots=True)
class OrderedBy:
    """Who is known to have ordered a block: a body of the library or a name, what the source says,
    and the day."""

    body: str
    name: str
    says: str
    on: date | None
    source: ReadSource


@dataclass(frozen=True, slots=True)
class NewBlock:
    """What is known of a block. Words are by language; English is required.

    `bodies` can be asked about it. `until` is the day of restoration, and `last_confirmed` the
    last day on which a source says that it was in force.
    """

    kind: BlockKind
    country: str
    service: Mapping[str, str]
    where: Mapping[str, str]
    places: tuple[str, ...]
    since: date
    known: FirstDayKnownBy
    until: date | None
    last_confirmed: date | None
    bodies: tuple[str, ...]
    powers: tuple[str, ...]
    order: OrderedBy | None
    source: ReadSource
    note: str


@dataclass(frozen=True, slots=True)
class NewBody:
    """What is known of a public body. Words are by language; English is required."""

    country: str
    name: Mapping[str, str]
    in_sentence: str
    short_name: str
    role: Role
    laws: tuple[str, ...]
    calendar: str
    address_to: Mapping[str, str]
    address: tuple[str, ...]
    email: str
    website: str
    channels: tuple[str, ...]
    source: ReadSource
    note: str


def add_block(office: Office, typed: NewBlock, why: str, *, by: str) -> EntryName:
    """Add a block to the office's own library, not verified yet, and return its name.

    Raises BadInput without a source, for an orderer without one, for a day that has not begun, for
    a block that is in the library already, and as `save_entry` does.
    """
    ordered_on = typed.order.on if typed.order else None
    _require_begun(office, typed.since, typed.until, typed.last_confirmed, ordered_on)
    service, where = _text(typed.service), _text(typed.where)
    title, mention = _TITLES[typed.kind]
    same = (each for each in office.library.blocks.values() if each.since == typed.since)
    named = _said(office, title, service, where)
    _require_new(named, (each.title for each in same))
    key = _free_key(office, "blocks", typed.country, str(service), str(typed.since.year))
    block = Block(
        key=key,
        title=named,
        in_sentence=_said(office, mention, service, where),
        service=service,
        kind=typed.kind,
        country=typed.country,
        where=where,
        since=typed.since,
        source=typed.source.source,
        bodies=typed.bodies,
        until=typed.until,
        last_confirmed=typed.last_confirmed,
        since_about=typed.known is FirstDayKnownBy.ABOUT,
        since_unknown=typed.known is FirstDayKnownBy.FIRST_REPORTED,
        orders=_orders(office, typed.order),
        powers=typed.powers,
        note=Text({SOURCE: typed.note}) if typed.note else None,
        places=typed.places or (typed.country.upper(),),
    )
    return _saved(office, EntryName("blocks", key), block, why, by)


def add_body(office: Office, typed: NewBody, why: str, *, by: str) -> EntryName:
    """Add a public body to the office's own library, not verified yet, and return its name.

    Raises BadInput without a source, for a body that is in the library already, and as
    `save_entry` does.
    """
    name = _text(typed.name)
    local = (each for each in office.library.bodies.values() if each.country == typed.country)
    _require_new(name, (each.name for each in local))
    key = _free_key(office, "bodies", typed.country, typed.short_name or str(name))
    body = PublicBody(
        key=key,
        name=name,
        in_sentence=Text({SOURCE: typed.in_sentence or f"the {name}"}),
        short_name=typed.short_name or str(name),
        role=typed.role,
        country=typed.country,
        laws=typed.laws,
        calendar=typed.calendar,
        address_to=_text(typed.address_to),
        address=typed.address,
        source=typed.source.source,
        channels=typed.channels,
        email=typed.email,
        website=typed.website,
        note=Text({SOURCE: typed.note}) if typed.note else None,
    )
    return _saved(office, EntryName("bodies", key), body, why, by)


def _saved(office: Office, name: EntryName, entry: object, why: str, by: str) -> EntryName:
    save_entry(office, name, office.library_reader.written(entry), why, by=by)
    return name


def _require_new(name: Text, known: Iterable[Text]) -> None:
    """Raise BadInput if the library has an entry of that name, such as after a form sent twice."""
    if str(name) in map(str, known):
        raise BadInput("“{name}” is already in the library.", name=str(name))


def _require_begun(office: Office, *days: date | None) -> None:
    """Raise BadInput for a day that has begun in no place that the library knows."""
    latest = max(office.library.days_at(office.now()))
    for day in filter(None, days):
        if day > latest:
            raise BadInput("{day} is in the future. Enter a day that has begun.", day=day)


def _orders(office: Office, ordered: OrderedBy | None) -> tuple[BlockOrder, ...]:
    if ordered is None:
        return ()
    if not ordered.says:
        raise BadInput("Say what the source says about the order.")
    known = office.library.body(ordered.body).name if ordered.body else None
    by = known or _text({SOURCE: ordered.name})
    says = Text({SOURCE: ordered.says})
    return (BlockOrder(by, says, ordered.source.source, on=ordered.on, body=ordered.body or None),)


def _text(words: Mapping[str, str]) -> Text:
    """Return words by language, without empty ones."""
    return Text({language: " ".join(said.split()) for language, said in words.items() if said})


def _said(office: Office, title: Message, service: Text, where: Text) -> Text:
    """Return a title of a service at a place, in the languages in which both are known."""
    spoken = [each for each in office.languages if each in where.words and each in service.words]
    return Text(
        {
            language: office.locale(language).say(
                title,
                service=service.in_language(language),
                place=where.in_language(language),
            )
            for language in spoken
        }
    )


def _free_key(office: Office, folder: str, *parts: str) -> str:
    """Return a key made of these parts that no entry of the library or the office has."""
    plain = unicodedata.normalize("NFKD", "-".join(parts)).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_NAME_IN_KEY].strip("-")
    taken = {each.name.key for each in office.own_library.in_force()}
    taken |= set(getattr(office.library, folder))
    candidates = (key, *(f"{key}-{n}" for n in range(2, 100)))
    return next(each for each in candidates if each not in taken)
