"""Changes of a block or a public body by a form. Facts that the form does not have stay."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.law.block import Block, BlockOrder
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Source
from tracker.domain.law.request_email import DesignatedBy, Designation, FilingAddress
from tracker.services.core.office import Office
from tracker.services.office_data.made_entries import (
    EntryContext,
    FirstDayKnownBy,
    NewBlock,
    NewBody,
    OrderedBy,
    block_names,
    made_designation,
    made_filing_address,
    made_order,
    text_of,
)
from tracker.services.office_data.own_entries import save_entry, text_digest
from tracker.services.office_data.read_sources import NewDesignation, NewFilingAddress, ReadSource
from tracker.services.office_data.reasons_given import changed_reasons, typed_reason
from tracker.services.ports.own_library import EntryName, OwnEntry


@dataclass(frozen=True, slots=True)
class EntryToChange:
    """The text of an entry that a change begins with, and the entry as the library reads it.

    `entry` is None if the program cannot read the text.
    """

    text: str
    entry: object | None

    @property
    def digest(self) -> str:
        """Return the digest of the text, by which a form recognises the text it began with."""
        return text_digest(self.text)


def entry_to_change(office: Office, name: EntryName) -> EntryToChange:
    """Return the newest version of the office that has text, or else the shipped entry.

    Raises NotOnFile if the library has neither.
    """
    own = office.own_library.in_force()
    written = [each.text for each in own if each.name == name and each.text]
    text = written[-1] if written else office.library_reader.shipped(name)
    if not text:
        raise NotOnFile("There is no entry “{key}” in the library.", key=name.key)
    version = OwnEntry.unsaved(name, text, office.now())
    return EntryToChange(text, office.library_reader.entry(own, version))


def change_by_form(
    office: Office,
    name: EntryName,
    typed: NewBlock | NewBody,
    *,
    filled_with: str,
    why: str,
    by: str,
) -> None:
    """Save a version of a block or a body that differs only in the facts that were changed.

    `filled_with` is the digest of the text with which the form was filled. Raises NotAllowed if
    the entry has changed since, and BadInput as `save_entry` does.
    """
    known = entry_to_change(office, name)
    if known.digest != filled_with:
        raise NotAllowed("Someone has changed this entry since. Compare its newest version.")
    entry = known.entry
    if isinstance(typed, NewBlock) and isinstance(entry, Block):
        changed: Block | PublicBody = changed_block(office, entry, typed)
    elif isinstance(typed, NewBody) and isinstance(entry, PublicBody):
        changed = changed_body(office, entry, typed)
    else:
        raise NotAllowed("The program cannot read this entry. Edit its file.")
    same = changed == entry
    text = known.text if same else office.library_reader.written(changed)
    save_entry(office, name, text, why, by=by)


def typed_body(body: PublicBody) -> NewBody:
    """Return a public body as the form has it."""
    return NewBody(
        country=body.country,
        name=body.name.words,
        in_sentence=str(body.in_sentence),
        short_name=body.short_name,
        role=body.role,
        laws=body.laws,
        calendar=body.calendar,
        address_to=body.address_to.words,
        address=body.address,
        email=body.email,
        website=body.website,
        channels=body.channels,
        source=ReadSource.of(body.source),
        note=_english(body.note),
        head=_english(body.head),
        review_to=_english(body.review_to),
        designated=_typed_designation(body.designation) if body.designation else None,
        files_at=_typed_filing(body.filing_address) if body.filing_address else None,
    )


def typed_block(block: Block) -> NewBlock:
    """Return a block as the form has it."""
    known = FirstDayKnownBy.ABOUT if block.since_about else FirstDayKnownBy.EXACTLY
    return NewBlock(
        kind=block.kind,
        country=block.country,
        service=block.service.words,
        where=block.where.words,
        places=block.places,
        since=block.since,
        known=FirstDayKnownBy.FIRST_REPORTED if block.since_unknown else known,
        until=block.until,
        last_confirmed=block.last_confirmed,
        bodies=block.bodies,
        powers=block.powers,
        orders=tuple(map(_typed_order, block.orders)),
        source=ReadSource.of(block.source),
        note=_english(block.note),
        reasons=tuple(map(typed_reason, block.justifications)),
    )


def changed_body(context: EntryContext, body: PublicBody, typed: NewBody) -> PublicBody:
    """Return a body with the facts that were changed."""
    before = typed_body(body)
    changes = _same_named(
        before, typed, ("short_name", "role", "calendar", "address", "email", "website")
    )
    changes |= _lists(before, typed, ("laws", "channels"))
    changes |= _texts(body, typed, ("name", "address_to"))
    changes |= _notes(before, typed, ("note", "head", "review_to"))
    changes |= _source(before.source, typed.source)
    if _seen(typed.designated) != _seen(before.designated):
        changes["designation"] = made_designation(context, typed)
    if _filed(typed.files_at) != _filed(before.files_at):
        changes["filing_address"] = made_filing_address(context, typed)
    name = changes.get("name", body.name)
    article = f"the {name}"
    followed = "name" in changes and before.in_sentence == f"the {body.name}"
    said = typed.in_sentence or article
    if followed and said == before.in_sentence:
        said = article
    if said != before.in_sentence:
        changes["in_sentence"] = Text({**body.in_sentence.words, SOURCE: said})
    if not typed.short_name:
        changes["short_name"] = str(name)
    return replace(body, **changes)


def changed_block(context: EntryContext, block: Block, typed: NewBlock) -> Block:
    """Return a block with the facts that were changed.

    A title that was made of the service and the place is made again. Any other title stays.
    """
    before = typed_block(block)
    changes = _same_named(before, typed, ("kind", "since", "until", "last_confirmed"))
    changes |= _lists(before, typed, ("bodies", "powers", "places"))
    changes |= _texts(block, typed, ("service", "where"))
    changes |= _notes(before, typed, ("note",))
    changes |= _source(before.source, typed.source)
    if typed.known != before.known:
        changes["since_about"] = typed.known is FirstDayKnownBy.ABOUT
        changes["since_unknown"] = typed.known is FirstDayKnownBy.FIRST_REPORTED
    if "until" in changes:
        changes["until_about"] = False
    changes |= _orders(context, block, typed)
    if typed.reasons != before.reasons:
        changes["justifications"] = changed_reasons(context.library, block, typed.reasons)
    changed = replace(block, **changes)
    made = block_names(context, block.kind, block.service, block.where)
    title, mention = block_names(context, changed.kind, changed.service, changed.where)
    return replace(
        changed,
        title=title if block.title == made[0] else block.title,
        in_sentence=mention if block.in_sentence == made[1] else block.in_sentence,
    )


def _same_named(before: object, typed: object, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the changed ones of these facts, which have the same form in an entry."""
    both = ((name, getattr(before, name), getattr(typed, name)) for name in names)
    return {name: new for name, old, new in both if new != old}


def _lists(before: object, typed: object, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the lists whose members were changed. A new order alone is no change, because
    checkboxes have no order."""
    changed = _same_named(before, typed, names)
    return {
        name: (
            *(each for each in getattr(before, name) if each in new),
            *(each for each in new if each not in getattr(before, name)),
        )
        for name, new in changed.items()
        if set(new) != set(getattr(before, name))
    }


def _texts(entry: object, typed: object, names: tuple[str, ...]) -> dict[str, Text]:
    """Return the texts that were changed in one language, with their other languages."""
    changes = {}
    for name in names:
        old: Text = getattr(entry, name)
        new = text_of({**old.words, **_named_languages(getattr(typed, name))})
        if new != text_of(old.words):
            changes[name] = new
    return changes


def _named_languages(words: Mapping[str, str]) -> dict[str, str]:
    return {language: said for language, said in words.items() if language}


def _notes(before: object, typed: object, names: tuple[str, ...]) -> dict[str, Text | None]:
    """Return the English texts that were changed, without their translations, which would still
    have the old meaning."""
    changed = _same_named(before, typed, names)
    return {name: Text({SOURCE: said}) if said else None for name, said in changed.items()}


def _source(before: ReadSource, typed: ReadSource) -> dict[str, Source]:
    """Return the source if it was changed, without the notes about the old one."""
    return {} if typed == before else {"source": typed.source}


def _orders(context: EntryContext, block: Block, typed: NewBlock) -> dict[str, Any]:
    """Return the orders if one was changed. The others keep the fields that the form does not
    have."""
    known = {_said(_typed_order(order)): order for order in block.orders}
    orders = tuple(known.get(_said(each)) or made_order(context, each) for each in typed.orders)
    return {} if orders == block.orders else {"orders": orders}


def _typed_order(order: BlockOrder) -> OrderedBy:
    return OrderedBy(
        order.body or "",
        "" if order.body else str(order.by),
        str(order.says),
        order.on,
        ReadSource.of(order.source),
    )


def _typed_designation(known: Designation) -> NewDesignation:
    return NewDesignation(known.designated_by, ReadSource.of(known.source), known.confirmed_on)


def _typed_filing(known: FilingAddress) -> NewFilingAddress:
    source = ReadSource.of(known.source)
    given = NewDesignation(known.designated_by, source, known.confirmed_on)
    return NewFilingAddress(known.email, given)


def _filed(known: NewFilingAddress | None) -> object:
    return (known.email, _seen(known.given)) if known else None


def _seen(known: NewDesignation | None) -> tuple[DesignatedBy, tuple[str, ...], date] | None:
    """Return a designation without how its sources were read, because the form asks that only
    once for all sources."""
    if known is None:
        return None
    return (known.designated_by, known.source.named, known.confirmed_on)


def _said(order: OrderedBy) -> tuple[str, str, str, date | None, tuple[str, ...]]:
    """Return an order without how its sources were read, because the form asks that only once for
    all sources."""
    return (order.body, order.name, order.says, order.on, order.source.named)


def _english(text: Text | None) -> str:
    return text.words.get(SOURCE, "") if text else ""
