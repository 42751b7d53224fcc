"""The exemptions that the replies to a request cite, as its law has them."""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.web.base.language import worded
from tracker.web.record.request.said_once import said_once


class ExemptionNamed(NamedTuple):
    """A ground of refusal, with what its clause covers and the limits of it."""

    key: str
    cite: str
    covers: str
    limits: str


@said_once
def exemptions_cited(record: Record, library: Library) -> tuple[ExemptionNamed, ...]:
    """Return the exemptions cited by the replies to a request, each once, in the law's order."""
    return tuple(_named(record, library.instrument(record.law)))


def _named(record: Record, law: Law | None) -> Iterator[ExemptionNamed]:
    named = {k for asked in record.answered for found in asked.outcomes for k in found.exemptions}
    known = {exemption.key: exemption for exemption in law.exemptions} if law else {}
    for key in (*(key for key in known if key in named), *sorted(named - known.keys())):
        yield exemption_named(key, law)


def exemption_named(key: str, law: Law | None) -> ExemptionNamed:
    """Return an exemption as the law has it, or only its key if the law no longer has it."""
    known = next((each for each in law.exemptions if each.key == key), None) if law else None
    if known is None:
        return ExemptionNamed(key, key, "", "")
    limits = worded(known.limits) if known.limits else ""
    return ExemptionNamed(key, worded(known.cite), worded(known.covers), limits)
