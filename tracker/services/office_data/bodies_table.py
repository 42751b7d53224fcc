"""Many public bodies from one pasted table: each line is checked, and all are added or none."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import ReadIn
from tracker.domain.words.folding import bare_words
from tracker.services.cases.batches.dispatch_table import TableLine, channel_in, read_table
from tracker.services.core.office import Office
from tracker.services.office_data.made_entries import NewBody, made_body
from tracker.services.office_data.new_entries import taken_keys
from tracker.services.office_data.own_entries import save_new_entries
from tracker.services.office_data.read_sources import ReadSource
from tracker.services.ports.own_library import EntryName, OwnEntry

MOST_PASTED_BODIES = 300
BODY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "public body", "body"),
    "role": ("role",),
    "law": ("law", "laws", "law that binds it"),
    "address": ("address", "postal address"),
    "channel": ("channel", "channels"),
    "email": ("email", "e mail", "email address"),
    "source": ("source", "sources"),
    "to": ("addressed to", "letters are addressed to"),
    "short": ("short name", "acronym"),
}
HEADINGS = (
    *("name", "role", "law", "address", "channel", "email", "source", "addressed to"),
    "short name",
)
# Several lines of an address, laws, channels or sources in one cell.
_BETWEEN = re.compile(r"\s+/\s+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_EMPTY = Message("Paste the table, or type one line for each public body.")
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class ForAll:
    """The facts that all lines share: the country, how the sources were read, and what was
    compared. The addressee and the calendar are for lines without their own."""

    country: str
    addressed_to: str
    calendar: str
    read_in: ReadIn
    why: str


@dataclass(frozen=True, slots=True)
class PlannedBody:
    """A line of the table with the body that it would add, or with its faults."""

    line: TableLine
    body: PublicBody | None
    faults: tuple[Refusal, ...] = ()


def plan_bodies(
    office: Office, table: str, for_all: ForAll, roles: Mapping[str, str]
) -> tuple[PlannedBody, ...]:
    """Return each line of a table with its body, or with all its faults.

    `roles` are the words for each role in the reader's language, which a line may use as well.
    Raises BadInput if there is no line, or too many.
    """
    lines = read_table(table, BODY_COLUMNS, _EMPTY).lines
    if len(lines) > MOST_PASTED_BODIES:
        raise BadInput("Paste at most {most} lines at once.", most=MOST_PASTED_BODIES)
    taken, named = set(taken_keys(office)), dict[str, int]()
    planned = []
    for line in lines:
        one = _planned(office, line, for_all, roles, taken)
        name = bare_words(line.said("name"))
        if name in named:
            again = BadInput("Line {number} names this body too.", number=named[name])
            one = PlannedBody(line, None, (*one.faults, again))
        named.setdefault(name, line.number)
        if one.body:
            taken.add(one.body.key)
        planned.append(one)
    return _checked(office, planned)


def add_bodies(
    office: Office, planned: Sequence[PlannedBody], for_all: ForAll, *, by: str
) -> tuple[EntryName, ...]:
    """Add the bodies of a table to the office's own library, not verified yet: all or none.

    Raises BadInput if a line has a fault, and as `save_new_entries` does.
    """
    faulty = sum(bool(each.faults) for each in planned)
    if faulty:
        raise BadInput(
            "No public body was added, because {number} of the lines have a fault.", number=faulty
        )
    written = office.library_reader.written
    texts = {EntryName("bodies", e.body.key): written(e.body) for e in planned if e.body}
    save_new_entries(office, texts, for_all.why, by=by)
    return tuple(texts)


def _planned(
    office: Office,
    line: TableLine,
    for_all: ForAll,
    roles: Mapping[str, str],
    taken: set[str],
) -> PlannedBody:
    """Return the body of a line, or every fault of its cells."""
    faults: list[Refusal] = []

    def tried(read: Callable[[], _Found], otherwise: _Found) -> _Found:
        try:
            return read()
        except Refusal as refusal:
            faults.append(refusal)
            return otherwise

    none: tuple[str, ...] = ()
    laws = tried(lambda: _laws(office, line.said("law"), for_all.country), none)
    typed = NewBody(
        country=for_all.country,
        name={SOURCE: tried(lambda: _name(line), "-")},
        in_sentence="",
        short_name=line.said("short"),
        role=tried(lambda: _role(line.said("role"), roles), Role.MINISTRY),
        laws=laws,
        calendar=office.library.laws[laws[0]].calendar if laws else for_all.calendar,
        address_to={SOURCE: line.said("to") or for_all.addressed_to},
        address=_several(line.said("address")),
        email=tried(lambda: _email(line.said("email")), ""),
        website="",
        channels=tried(lambda: tuple(map(channel_in, _several(line.said("channel")))), none),
        source=ReadSource(_several(line.said("source")), for_all.read_in),
        note="",
    )
    body: PublicBody | None = tried(lambda: made_body(office, typed, taken), None)
    return PlannedBody(line, None if faults else body, tuple(faults))


def _checked(office: Office, planned: Sequence[PlannedBody]) -> tuple[PlannedBody, ...]:
    """Return the lines with what the check of library files finds in their bodies."""
    entries = {each.body.key: _entry(office, each.body) for each in planned if each.body}
    own = office.own_library.in_force()
    found = office.library_reader.faults_of_each(own, tuple(entries.values())) if entries else {}
    checked = []
    for each in planned:
        name = EntryName("bodies", each.body.key if each.body else "")
        if wrong := found.get(name):
            said = BadInput("This cannot be used: {faults}", faults=" ".join(wrong))
            checked.append(PlannedBody(each.line, None, (said,)))
        else:
            checked.append(each)
    return tuple(checked)


def _entry(office: Office, body: PublicBody) -> OwnEntry:
    text = office.library_reader.written(body)
    return OwnEntry.unsaved(EntryName("bodies", body.key), text, office.now())


def _name(line: TableLine) -> str:
    if not line.said("name"):
        raise BadInput("Enter the name of the public body.")
    return line.said("name")


def _role(words: str, roles: Mapping[str, str]) -> Role:
    said = bare_words(words)
    for role in Role:
        if said in (bare_words(role), bare_words(roles.get(role.value, ""))):
            return role
    if not said:
        raise BadInput("Enter its role. Use one of these: {known}.", known=", ".join(Role))
    raise BadInput(
        "“{words}” is not a role. Use one of these: {known}.",
        words=words[:60],
        known=", ".join(Role),
    )


def _laws(office: Office, words: str, country: str) -> tuple[str, ...]:
    """Return the keys of the laws that a cell names by key or title; none if it is empty."""
    local = {key: law for key, law in office.library.laws.items() if law.country == country}
    found = []
    for named in _several(words):
        said = bare_words(named)
        titles = ((key, (key, *law.title.words.values())) for key, law in local.items())
        key = next((key for key, names in titles if said in map(bare_words, names)), "")
        if not key:
            raise BadInput(
                "“{words}” is not a law of this country. Use one of these: {known}.",
                words=named[:60],
                known=", ".join(local),
            )
        found.append(key)
    return tuple(found)


def _email(words: str) -> str:
    if words and not _EMAIL.fullmatch(words):
        raise BadInput("“{words}” is not an email address.", words=words[:60])
    return words


def _several(words: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in _BETWEEN.split(words))))
