"""Entries of the office's own library: saved, verified by a second person, withdrawn."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import ndiff
from hashlib import sha256

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.law.law import ReadIn, Source
from tracker.services.cases.four_eyes import has_second_person
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.own_library import EntryName, OwnEntry, Unused
from tracker.services.ports.people import AuditAct

# Characters. The longest shipped file of one entry has about 60,000.
LONGEST_OWN_ENTRY = 200_000
LONGEST_GROUNDS = 1000
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_KEY = 60
_FAULTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry of the office's own library with its newest version.

    `written` is the newest version with text: it differs from the newest one if that asks for the
    entry to be withdrawn. `corrects` says that the shipped library has this key too, and
    `outdated` that the shipped entry has changed since this one was written. `unused` says why
    the program does not use it; empty if it does.
    """

    newest: OwnEntry
    written: OwnEntry
    corrects: bool
    outdated: bool
    unused: str = ""

    @property
    def verified(self) -> bool:
        """Return whether a second person has compared the sources of the newest version."""
        return bool(self.newest.verified_by)


def known_entries(office: Office) -> tuple[KnownEntry, ...]:
    """Return the entries of the office's own library, by folder and key."""
    own = office.own_library.in_force()
    unused = {each.name: each.why for each in office.library_reader.layered(own).unused}
    names = sorted({each.name for each in own})
    return tuple(_known(office, name, own, unused.get(name, "")) for name in names)


def known_entry(office: Office, name: EntryName) -> KnownEntry:
    """Return one entry of the office's own library. Raises NotOnFile if there is none."""
    own = office.own_library.in_force()
    _newest(own, name)
    unused = {each.name: each.why for each in office.library_reader.layered(own).unused}
    return _known(office, name, own, unused.get(name, ""))


def changed_lines(shipped: str, own: str) -> tuple[str, ...]:
    """Return the lines in which an entry differs from the shipped one.

    Lines of the shipped entry begin with -, those of the office with +.
    """
    compared = ndiff(shipped.splitlines(), own.splitlines())
    return tuple(line for line in compared if line[0] in "+-" and line[2:].strip())


def read_entry(office: Office, version: OwnEntry) -> object | None:
    """Return a version as the library has it; None if it cannot be used."""
    return office.library_reader.entry(office.own_library.in_force(), version)


def unused_entries(office: Office) -> tuple[Unused, ...]:
    """Return the entries that do not fit the library, with the reasons."""
    return office.library_reader.layered(office.own_library.in_force()).unused


def save_entry(office: Office, name: EntryName, text: str, why: str, *, by: str) -> None:
    """Add a version of an entry to the office's own library. It is not verified yet.

    Raises BadInput for a key or a text that cannot be used, without a reason, if nothing changed,
    and for a correction whose source says that nothing was read.
    """
    _require_name(office, name)
    why = _reason(why)
    _require_length(text)
    own = office.own_library.in_force()
    before = [each for each in own if each.name == name]
    shipped = office.library_reader.shipped(name)
    replaces = text_digest(shipped) if shipped else ""
    # The same text again confirms a correction of an entry that a newer program ships.
    if before and (before[-1].text, before[-1].replaces) == (text, replaces):
        raise BadInput("Nothing was changed.")
    entry = OwnEntry(name, text, text_digest(text), replaces, why, by, office.now())
    if faults := office.library_reader.faults(own, entry):
        raise BadInput("This cannot be used: {faults}", faults=" ".join(faults[:_FAULTS_SHOWN]))
    _require_correction(office, own, entry, shipped)
    office.own_library.add(entry)
    _note(office, AuditAct.LIBRARY_ENTRY_SAVED, name, by)


def save_new_entries(office: Office, texts: Mapping[EntryName, str], why: str, *, by: str) -> None:
    """Add new entries, which may name each other, to the office's own library: all or none.

    They are not verified yet. Raises BadInput as `save_entry` does.
    """
    why, own = _reason(why), office.own_library.in_force()
    new = [
        OwnEntry(name, text, text_digest(text), "", why, by, office.now())
        for name, text in texts.items()
    ]
    for each in new:
        _require_name(office, each.name)
        _require_length(each.text)
    for faults in office.library_reader.faults_of_each(own, new).values():
        raise BadInput("This cannot be used: {faults}", faults=" ".join(faults[:_FAULTS_SHOWN]))
    with office.cases.together():
        for each in new:
            office.own_library.add(each)
            _note(office, AuditAct.LIBRARY_ENTRY_SAVED, each.name, by)


def _require_correction(
    office: Office, own: Sequence[OwnEntry], entry: OwnEntry, shipped: str
) -> None:
    """Raise BadInput for a correction that changes nothing, or whose source nobody has read."""
    read = office.library_reader.entry(own, entry) if shipped else None
    if read is None:
        return
    if office.library_reader.written(read) == shipped:
        raise BadInput(
            "This is the entry as it came with the program. Change what is wrong in it."
        )
    source = getattr(read, "source", None)
    if isinstance(source, Source) and source.read_in is ReadIn.MEMORY:
        raise BadInput(
            "The source still says that nothing was read. Name the source that you compared in "
            "“source”, and write in “read_in” how you read it."
        )


def may_verify(office: Office, version: OwnEntry, by: str) -> bool:
    """Return whether `by` is not the only one who read the sources of a version: in a live office
    of several people someone else has to read them."""
    return version.by != by or not has_second_person(office)


def verify_entry(office: Office, name: EntryName, number: int, *, by: str) -> None:
    """Note that a second person compared the sources of the newest version of an entry.

    Raises NotOnFile if the office has no such entry; NotAllowed for the person who wrote it in a
    live office of several people, for a version that is not the newest, and if it names an entry
    that is not verified itself.
    """
    own = office.own_library.in_force()
    newest = _to_verify(office, own, name, number, by)
    if newest.asks_withdrawal:
        _require_free(office, name, own)
        office.own_library.withdraw(name, by, office.now())
        _note(office, AuditAct.LIBRARY_ENTRY_WITHDRAWN, name, by)
        return
    verified = [each for each in own if each.verified_by]
    _require_verified_beside(office, verified, [newest])
    _mark_verified(office, newest, by)


def verify_entries(office: Office, numbers: Mapping[EntryName, int], *, by: str) -> None:
    """Note that a second person compared the sources of the newest versions of these entries: all
    or none. They may name each other.

    Raises BadInput without an entry, and otherwise as `verify_entry` does.
    """
    if not numbers:
        raise BadInput("Select at least one entry.")
    own = office.own_library.in_force()
    chosen = [_to_verify(office, own, name, number, by) for name, number in numbers.items()]
    if any(each.asks_withdrawal for each in chosen):
        raise NotAllowed("A withdrawal is confirmed on the page of its entry.")
    names = set(numbers)
    verified = [each for each in own if each.verified_by and each.name not in names]
    _require_verified_beside(office, verified, chosen)
    with office.cases.together():
        for each in chosen:
            _mark_verified(office, each, by)


def _to_verify(
    office: Office, own: Sequence[OwnEntry], name: EntryName, number: int, by: str
) -> OwnEntry:
    """Return the newest version of an entry. Raises NotAllowed if `by` may not verify it."""
    newest = _unchanged(own, name, number)
    if newest.verified_by:
        raise NotAllowed("This version is verified already.")
    if not may_verify(office, newest, by):
        raise NotAllowed("You wrote this version. Someone else has to compare its sources.")
    return newest


def _require_verified_beside(
    office: Office, verified: Sequence[OwnEntry], chosen: Sequence[OwnEntry]
) -> None:
    """Raise NotAllowed if a version names an entry that is not verified."""
    for name, faults in office.library_reader.faults_of_each(verified, chosen).items():
        (version,) = (each for each in chosen if each.name == name)
        if waiting := _named_unverified(office, version, [*verified, *chosen]):
            raise NotAllowed(
                "“{key}” names {waiting}, not verified yet. Verify that first, or both together.",
                key=name.key,
                waiting=", ".join(f"“{each}”" for each in waiting),
            )
        raise NotAllowed(
            "It names something that is not verified: {faults}",
            faults=" ".join(faults[:_FAULTS_SHOWN]),
        )


def _named_unverified(
    office: Office, version: OwnEntry, known: Sequence[OwnEntry]
) -> Sequence[str]:
    """Return the keys of the office's entries that a version names and that are not in `known`."""
    keys = {each.name.key for each in office.own_library.in_force()}
    unknown = keys - {each.name.key for each in known}
    return sorted(key for key in unknown if f'"{key}"' in version.text)


def _mark_verified(office: Office, version: OwnEntry, by: str) -> None:
    if not office.own_library.verify(version.number, by, office.now()):
        raise NotAllowed("Someone has changed this entry since. Compare its newest version.")
    _note(office, AuditAct.LIBRARY_ENTRY_VERIFIED, version.name, by)


def withdraw_entry(office: Office, name: EntryName, number: int, why: str, *, by: str) -> bool:
    """Withdraw an entry of the office: the shipped one, if there is one, is used again.

    In a live office of several people, a second person has to confirm the withdrawal of an entry
    that was verified. Returns whether the entry is withdrawn, not only asked to be. Raises
    NotOnFile if the office has no such entry; BadInput without a reason; NotAllowed for a version
    that is not the newest, if something needs the entry, and if this was asked for already.
    """
    why = _reason(why)
    own = office.own_library.in_force()
    newest = _unchanged(own, name, number)
    if newest.asks_withdrawal:
        raise NotAllowed("Someone has asked to withdraw this entry. A second person confirms it.")
    _require_free(office, name, own)
    public = any(each.verified_by for each in own if each.name == name)
    if public and has_second_person(office):
        asked = replace(newest, text="", digest=text_digest(""), why=why, by=by, at=office.now())
        office.own_library.add(asked)
        _note(office, AuditAct.LIBRARY_ENTRY_SAVED, name, by)
        return False
    office.own_library.withdraw(name, by, office.now())
    _note(office, AuditAct.LIBRARY_ENTRY_WITHDRAWN, name, by)
    return True


def _require_free(office: Office, name: EntryName, own: Sequence[OwnEntry]) -> None:
    """Raise NotAllowed if a request, a published document or another entry needs an entry."""
    if not office.library_reader.shipped(name):
        if _is_asked(office, name):
            raise NotAllowed("Requests or drafts name this entry, so it has to stay.")
        if name.folder == "blocks" and name.key in _blocks_with_evidence(office):
            raise NotAllowed(
                "Measurements, findings or captures are about this block, so it has to stay."
            )
    rest = [each for each in own if each.name != name]
    before = {each.name for each in unused_entries(office)}
    for each in office.library_reader.layered(rest).unused:
        if each.name not in before:
            raise NotAllowed(
                "The entry “{key}” names this one, so it has to stay.", key=each.name.key
            )


def _blocks_with_evidence(office: Office) -> frozenset[str]:
    return frozenset((*office.captures.blocks(), *office.measurements.blocks()))


def _unchanged(own: Sequence[OwnEntry], name: EntryName, number: int) -> OwnEntry:
    """Return the newest version. Raises NotAllowed if the reader saw another one."""
    newest = _newest(own, name)
    if newest.number != number:
        raise NotAllowed("Someone has changed this entry since. Compare its newest version.")
    return newest


def _reason(why: str) -> str:
    why = why.strip()
    if not why:
        raise BadInput("Say what the sources are, or what was wrong.")
    if len(why) > LONGEST_GROUNDS:
        raise BadInput("Reason must be {longest:,} characters or fewer.", longest=LONGEST_GROUNDS)
    return why


def _require_name(office: Office, name: EntryName) -> None:
    if name.folder not in office.library_reader.folders:
        raise NotOnFile("There is no folder “{folder}” in the library.", folder=name.folder)
    if len(name.key) > _LONGEST_KEY or not _KEY.fullmatch(name.key):
        raise BadInput(
            "A key has at most {longest} small letters a to z, digits and single hyphens, such as "
            "xx-signal-2026.",
            longest=_LONGEST_KEY,
        )


def _require_length(text: str) -> None:
    if len(text) > LONGEST_OWN_ENTRY:
        raise BadInput("An entry has at most {longest:,} characters.", longest=LONGEST_OWN_ENTRY)


def _known(office: Office, name: EntryName, own: Sequence[OwnEntry], unused: str) -> KnownEntry:
    versions = [each for each in own if each.name == name]
    newest, shipped = versions[-1], office.library_reader.shipped(name)
    return KnownEntry(
        newest,
        next(each for each in reversed(versions) if each.text),
        corrects=bool(shipped),
        outdated=(text_digest(shipped) if shipped else "") != newest.replaces,
        unused=unused,
    )


def _newest(own: Sequence[OwnEntry], name: EntryName) -> OwnEntry:
    found = [each for each in own if each.name == name]
    if not found:
        raise NotOnFile("The office has no entry “{key}” of its own.", key=name.key)
    return found[-1]


def _is_asked(office: Office, name: EntryName) -> bool:
    """Return whether a request or a draft is about a block or to a body."""
    return name.key in set(_asked(office))


def _asked(office: Office) -> Iterator[str]:
    for pair in office.case_rows.asked():
        yield from pair
    for draft in office.drafts.all():
        yield from (draft.block, draft.body, draft.law, *draft.supporters)


def text_digest(text: str) -> str:
    """Return the digest of the text of an entry."""
    return sha256(text.encode()).hexdigest()


def _note(office: Office, act: AuditAct, name: EntryName, by: str) -> None:
    note_act(office, act, who=by, about=name.key, detail=name.folder)
