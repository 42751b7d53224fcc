"""Reasons that were given in public for a block of the office's own library."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.law.block import Block, Justification, Setting
from tracker.domain.law.questions import Element
from tracker.domain.library import Library
from tracker.services.office_data.read_sources import ReadSource


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """A reason that was given for a block: by a body of the library or by a name, where, what the
    source says of it, and the day."""

    body: str
    name: str
    setting: Setting
    says: str
    on: date
    source: ReadSource

    @property
    def compared(self) -> tuple[str, str, Setting, str, date, tuple[str, ...]]:
        """Return the reason without how its sources were read, because the form asks that only
        once for all sources."""
        return (self.body, self.name, self.setting, self.says, self.on, self.source.named)


def made_reason(library: Library, given: ReasonGiven) -> Justification:
    """Return a reason as a block has it. Raises BadInput without a speaker or words, and without
    a source."""
    if not (given.body or given.name) or not given.says:
        raise BadInput("Say who gave the reason, and what the source says about it.")
    known = library.body(given.body).name if given.body else None
    by = known or Text({SOURCE: " ".join(given.name.split())})
    return Justification(
        given.on,
        by,
        given.setting,
        Text({SOURCE: given.says}),
        given.source.source,
        body=given.body or None,
        elements=(Element.REASONS,),
    )


def typed_reason(known: Justification) -> ReasonGiven:
    """Return a reason of a block as the form has it."""
    return ReasonGiven(
        known.body or "",
        "" if known.body else str(known.by),
        known.setting,
        str(known.says),
        known.on,
        ReadSource.of(known.source),
    )


def changed_reasons(
    library: Library, block: Block, typed: tuple[ReasonGiven, ...]
) -> tuple[Justification, ...]:
    """Return the reasons of a block as they were typed. Those that were not changed keep the
    fields that the form does not have."""
    known = {typed_reason(each).compared: each for each in block.justifications}
    return tuple(known.get(each.compared) or made_reason(library, each) for each in typed)
