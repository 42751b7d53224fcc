"""The requests that came from the items of another request, for the workspace."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.case.request import RequestRelations
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.services.core.office import Office
from tracker.services.drafting.referrals import referrals
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.web.base.language import worded
from tracker.web.desk.base.dossier import Dossier


@dataclass(frozen=True, slots=True)
class LedTo:
    """A request that came from the items of another: its body, the numbers of the items, and its
    status. A draft has no `phase`."""

    reference: str
    body: str
    items: tuple[int, ...]
    phase: str = ""
    next_day: date | None = None


@dataclass(frozen=True, slots=True)
class Referred:
    """Items that were referred to another body and can be requested there."""

    to: str
    body: str
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemsElsewhere:
    """The requests that came from the items of a request, the items that are `left` in it, and the
    referred ones."""

    led_to: tuple[LedTo, ...]
    left: tuple[int, ...]
    referred: tuple[Referred, ...]


def related_requests(
    office: Office, dossier: Dossier, relations: RequestRelations
) -> ItemsElsewhere:
    """Return the requests that came from one, and the referrals without a request."""
    led_to = _led_to(office, dossier, relations)
    asked = {each.body for each in led_to}
    found = referrals(dossier.case_state, office.library)
    named = ((each, worded(office.library.body(each.to).name)) for each in found)
    return ItemsElsewhere(
        led_to,
        tuple(number for number, _ in dossier.drafted.numbered),
        tuple(
            Referred(each.to, name, tuple(number for number, _ in each.items))
            for each, name in named
            if name not in asked
        ),
    )


def _led_to(office: Office, dossier: Dossier, relations: RequestRelations) -> tuple[LedTo, ...]:
    """Return the requests and drafts that came from one. Transferred parts have their items, and
    those after a referral only their body."""
    if not relations.led_to:
        return ()
    rows, _ = office.case_rows.rows(
        RowFilter(references=relations.led_to), 0, len(relations.led_to)
    )
    known = {row.reference: row for row in rows}
    whole = dossier.case_state.finalised or dossier.drafted
    numbers = {asked.key: number for number, asked in whole.numbered}
    parts = {event.request: event for _, event in dossier.case_state.of(PartTransferred)}
    found = []
    for reference in relations.led_to:
        part, row = parts.get(reference), known.get(reference)
        items = tuple(numbers[key] for key in part.items) if part else ()
        found.append(_one(office, reference, part.to if part else "", items, row))
    return tuple(found)


def _one(
    office: Office, reference: str, body: str, items: tuple[int, ...], row: CaseRow | None
) -> LedTo:
    key = body or (row.body if row else office.drafts.draft(reference).body)
    name = worded(office.library.body(key).name)
    phase, day = (row.phase, row.next_day) if row else ("", None)
    return LedTo(reference, name, items, phase, day)
