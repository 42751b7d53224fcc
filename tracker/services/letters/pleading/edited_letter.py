"""The letter of an edited pleading: which annexes its rows still need."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.words.pleading import (
    AnnexGroup,
    LetteredAnnex,
    Pleading,
)
from tracker.domain.words.pleading_edits import EditedPleading
from tracker.services.letters.pleading.annex_letters import lettered

_ANNEXED = re.compile(r"\{annex:([A-Za-z0-9:._-]+)\}")


def as_pleaded(now: EditedPleading) -> Pleading:
    """Return a pleading as the letter has it, with the annexes that its rows still need.

    A report or decision goes with the last row that refers to it. The authorities of added rows
    are annexes too.
    """
    pleading = now.pleading()
    gone = _referred(now.drafted) - _referred(pleading)
    found = [each for each in pleading.annexes if each.entry is not None or each.key not in gone]
    for row in now.rows():
        if row.in_letter and row.added and row.added.authority and row.row.key == row.added.key:
            cite = row.added.authority.cite
            found.append(LetteredAnnex(row.added.key, AnnexGroup.DECISIONS, cite, ""))
    if any(each.group is AnnexGroup.LATER for each in found):
        return replace(pleading, annexes=tuple(_after_filing(found)))
    return replace(pleading, annexes=lettered(found))


def _after_filing(found: Sequence[LetteredAnnex]) -> Iterator[LetteredAnnex]:
    """Yield the annexes of a rejoinder; its own authorities are a series behind the documents."""
    number = 0
    for each in found:
        number += not each.letter
        own = replace(each, group=AnnexGroup.LATER, letter=f"S-{number}")
        yield each if each.letter else own


def _referred(pleading: Pleading) -> set[str]:
    """Return the keys of the annexes that rows refer to."""
    return {key for row in pleading.rows() for key in _ANNEXED.findall(row.words)}
