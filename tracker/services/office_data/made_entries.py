"""New entries of the library: blocks, public bodies, announced days, organisations."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.base.days import DaySpan, Span, days_in
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.calendar.announced import AnnouncedDays, Announcement
from tracker.domain.law.block import Block, BlockKind, BlockOrder
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.request_email import Designation, FilingAddress
from tracker.domain.law.statement import Organisation
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.office_data.countries import NewCalendar
from tracker.services.office_data.read_sources import (
    NewDesignation,
    NewFilingAddress,
    ReadSource,
)
from tracker.services.office_data.reasons_given import ReasonGiven, made_reason

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
NOBODY_NAMED = Message("Name who ordered it, or leave every field about the order empty.")
# Most closures last a few days. A longer one is entered in parts, each with its source.
_MOST_DAYS = 31
# Letters of a key that come from a name.
_LONGEST_NAME_IN_KEY = 40


class EntryContext(Protocol):
    """The parts of an office that a new entry needs. A library alone has them too."""

    @property
    def library(self) -> Library: ...

    @property
    def languages(self) -> Collection[str]: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def locale(self) -> Callable[[str], Locale]: ...


@dataclass(frozen=True, slots=True)
class LibraryAlone:
    """A library without an office, to make an entry from."""

    library: Library
    languages: Collection[str]
    now: Callable[[], datetime]
    locale: Callable[[str], Locale]


class FirstDayKnownBy(StrEnum):
    """How the first day of a block is known."""

    EXACTLY = "exactly"
    ABOUT = "about"
    FIRST_REPORTED = "first-reported"


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
    """The facts of a new block. Words are by language; English is required.

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
    orders: tuple[OrderedBy, ...]
    source: ReadSource
    note: str
    reasons: tuple[ReasonGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class NewBody:
    """The facts of a new public body. Words are by language; English is required.

    `head` is the post at its head, and `review_to` the office to which a review is addressed. With
    a `new_calendar` its country has none in the library, and `calendar` is empty.
    """

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
    head: str = ""
    review_to: str = ""
    new_calendar: NewCalendar | None = None
    designated: NewDesignation | None = None
    files_at: NewFilingAddress | None = None


@dataclass(frozen=True, slots=True)
class NewDays:
    """An announcement about days of a calendar: the first day, and the last if there are several.

    Words are by language; English is required. `bodies` are the only ones that it closes, empty
    for all offices of the calendar.
    """

    country: str
    calendar: str
    name: Mapping[str, str]
    first: date
    last: date | None
    office_is: Announcement
    announced_by: Mapping[str, str]
    bodies: tuple[str, ...]
    source: ReadSource
    note: str


def made_block(context: EntryContext, typed: NewBlock, taken: Collection[str] = ()) -> Block:
    """Return a block whose key is neither in the library nor in `taken`.

    Raises BadInput without a source, for an orderer without one, for a day that has not begun, and
    for a block that is in the library already.
    """
    told_on = [*(each.on for each in typed.orders), *(each.on for each in typed.reasons)]
    _require_begun(context, typed.since, typed.until, typed.last_confirmed, *told_on)
    service, where = text_of(typed.service), text_of(typed.where)
    same = (each for each in context.library.blocks.values() if each.since == typed.since)
    title, mention = block_names(context, typed.kind, service, where)
    _require_new(title, (each.title for each in same))
    key = _free_key(context, taken, "blocks", typed.country, str(service), str(typed.since.year))
    return Block(
        key=key,
        title=title,
        in_sentence=mention,
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
        orders=tuple(made_order(context, order) for order in typed.orders),
        justifications=tuple(made_reason(context.library, each) for each in typed.reasons),
        powers=typed.powers,
        note=_note(typed.note),
        places=typed.places or (typed.country.upper(),),
    )


def block_names(
    context: EntryContext, kind: BlockKind, service: Text, where: Text
) -> tuple[Text, Text]:
    """Return the title of a block, and its title within a sentence."""
    title, mention = _TITLES[kind]
    return _said(context, title, service, where), _said(context, mention, service, where)


def blocks_alike(context: EntryContext, typed: NewBlock) -> tuple[Block, ...]:
    """Return the blocks of the same service and country whose days overlap with these."""
    in_force = Span(typed.since, typed.until)
    service = str(text_of(typed.service)).casefold()
    return tuple(
        each
        for each in context.library.blocks.values()
        if each.country == typed.country
        and str(each.service).casefold() == service
        and in_force.overlaps(Span(each.since, each.until))
    )


def made_body(context: EntryContext, typed: NewBody, taken: Collection[str] = ()) -> PublicBody:
    """Return a public body whose key is neither in the library nor in `taken`.

    Raises BadInput without a source, for a designation without an address or of a day that has not
    begun, and for a body that is in the library already.
    """
    name = text_of(typed.name)
    local = (each for each in context.library.bodies.values() if each.country == typed.country)
    _require_new(name, (each.name for each in local))
    key = _free_key(context, taken, "bodies", typed.country, typed.short_name or str(name))
    return PublicBody(
        key=key,
        name=name,
        in_sentence=Text({SOURCE: typed.in_sentence or f"the {name}"}),
        short_name=typed.short_name or str(name),
        role=typed.role,
        country=typed.country,
        laws=typed.laws,
        calendar=typed.calendar,
        address_to=text_of(typed.address_to),
        address=typed.address,
        source=typed.source.source,
        channels=typed.channels,
        email=typed.email,
        website=typed.website,
        note=_note(typed.note),
        head=_note(typed.head),
        review_to=_note(typed.review_to),
        designation=made_designation(context, typed),
        filing_address=made_filing_address(context, typed),
    )


def made_designation(context: EntryContext, typed: NewBody) -> Designation | None:
    """Return where a body itself gives its email address; None if no source for that was typed.

    Raises BadInput without the address, and for a day that has not begun.
    """
    found = typed.designated
    if found is None:
        return None
    if not typed.email:
        raise BadInput("Enter the email address that the body gives for requests.")
    _require_begun(context, found.confirmed_on)
    return Designation(found.designated_by, found.source.source, found.confirmed_on)


def made_filing_address(context: EntryContext, typed: NewBody) -> FilingAddress | None:
    """Return where a body itself takes appeals by email; None if nothing was typed.

    Raises BadInput for a day that has not begun.
    """
    found = typed.files_at
    if found is None:
        return None
    given = found.given
    _require_begun(context, given.confirmed_on)
    return FilingAddress(found.email, given.designated_by, given.source.source, given.confirmed_on)


def made_days(context: EntryContext, typed: NewDays, taken: Collection[str] = ()) -> AnnouncedDays:
    """Return announced days whose key is neither in the library nor in `taken`.

    Raises BadInput without the address of a source, for days in the wrong order, too many days,
    and days that were announced alike already.
    """
    if not any("https://" in each for each in typed.source.named):
        raise BadInput("Enter the full https:// address of at least one source.")
    days = _days_from(typed.first, typed.last or typed.first)
    for key, each in context.library.announced.items():
        same = (each.calendar, each.office_is) == (typed.calendar, typed.office_is)
        if same and set(days) & set(each.days):
            raise BadInput(
                "Some of these days are in the library already: “{name}” ({key}).",
                name=each.name,
                key=key,
            )
    name = text_of(typed.name)
    what = typed.office_is.value
    key = _free_key(context, taken, "announced", typed.country, what, typed.first.isoformat())
    return AnnouncedDays(
        key=key,
        calendar=typed.calendar,
        name=name,
        days=days,
        office_is=typed.office_is,
        announced_by=text_of(typed.announced_by),
        source=typed.source.source,
        binds=frozenset(typed.bodies),
        note=_note(typed.note),
    )


def made_organisation(
    context: EntryContext, name: Mapping[str, str], source: ReadSource, taken: Collection[str] = ()
) -> Organisation:
    """Return an organisation whose key is neither in the library nor in `taken`.

    Raises BadInput without a source, and for one that is in the library already.
    """
    named = text_of(name)
    _require_new(named, (each.name for each in context.library.organisations.values()))
    key = _free_key(context, taken, "organisations", str(named))
    return Organisation(key, named, source.source)


def _days_from(first: date, last: date) -> tuple[date, ...]:
    if last < first:
        raise BadInput("The last day is before the first day.")
    if (last - first).days >= _MOST_DAYS:
        raise BadInput("Enter at most {most} days at once.", most=_MOST_DAYS)
    return days_in(DaySpan(first, last))


def _require_new(name: Text, known: Iterable[Text]) -> None:
    """Raise BadInput if the library has an entry of that name, such as after a form sent twice."""
    if str(name) in map(str, known):
        raise BadInput("“{name}” is already in the library.", name=str(name))


def _require_begun(context: EntryContext, *days: date | None) -> None:
    """Raise BadInput for a day that has not begun yet at any body of the library."""
    latest = max(context.library.days_at(context.now()))
    for day in filter(None, days):
        if day > latest:
            raise BadInput("{day} is in the future. Enter a day that has begun.", day=day)


def made_order(context: EntryContext, ordered: OrderedBy) -> BlockOrder:
    """Return an order of a block. Raises BadInput if it says nothing."""
    if not ordered.says:
        raise BadInput("Say what the source says about the order.")
    known = context.library.body(ordered.body).name if ordered.body else None
    by = known or text_of({SOURCE: ordered.name})
    says = Text({SOURCE: ordered.says})
    return BlockOrder(by, says, ordered.source.source, on=ordered.on, body=ordered.body or None)


def text_of(words: Mapping[str, str]) -> Text:
    """Return words by language, without empty ones."""
    return Text({language: " ".join(said.split()) for language, said in words.items() if said})


def _note(words: str) -> Text | None:
    return Text({SOURCE: words}) if words else None


def _said(context: EntryContext, title: Message, service: Text, where: Text) -> Text:
    """Return a title of a service at a place, in the languages in which both are known."""
    spoken = [each for each in context.languages if each in where.words and each in service.words]
    return Text(
        {
            language: context.locale(language).say(
                title,
                service=service.in_language(language),
                place=where.in_language(language),
            )
            for language in spoken
        }
    )


def _free_key(context: EntryContext, taken: Collection[str], folder: str, *parts: str) -> str:
    """Return a key made of these parts that no entry of the library or of `taken` has."""
    plain = unicodedata.normalize("NFKD", "-".join(parts)).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_NAME_IN_KEY].strip("-")
    used = {*taken, *getattr(context.library, folder)}
    candidates = (key, *(f"{key}-{n}" for n in range(2, 100)))
    return next(each for each in candidates if each not in used)
