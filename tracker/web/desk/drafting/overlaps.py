"""Chosen items that ask for what another item of the request asks for already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from tracker.domain.case.request import Draft
from tracker.domain.law.questions import Asked
from tracker.domain.words.item_overlaps import overlapping
from tracker.services.core.office import Office
from tracker.services.drafting import asking_for
from tracker.web.base.filters import item_name
from tracker.web.base.language import worded

# More would hide the form. Who mends these is shown the next ones.
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ItemOverlap:
    """An item, and the item before it that asks for its records already."""

    item: str
    covered: str


def overlaps_of(office: Office, draft: Draft) -> tuple[ItemOverlap, ...]:
    """Return the optional items and those in own words that an item before them covers.

    Items of the core come first, and no two of them ask for the same. Only the first twelve are
    given.
    """
    return tuple(islice(_overlaps(office, draft), _MOST_SHOWN))


def _overlaps(office: Office, draft: Draft) -> Iterator[ItemOverlap]:
    known = office.library.questions
    core = [key for key in draft.questions if known[key].core]
    names = {
        each.key: each.words for each in _asked(office, replace(draft, own_questions=()), core)
    }
    short = {key: known[key].short for key in draft.questions}
    short_names = {key: worded(words) for key, words in short.items() if words}
    body, block = office.library.body(draft.body), office.library.blocks[draft.block]
    own = " ".join(map(worded, (body.name, block.service)))
    others = [key for key in draft.questions if key not in names]
    for each in _asked(office, draft, others):
        found = overlapping(each.words, names, short_names, own)
        if found:
            name = item_name(known.get(each.key), each.words)
            yield ItemOverlap(name, item_name(known.get(found), names[found]))
        names[each.key] = each.words


def _asked(office: Office, draft: Draft, keys: Sequence[str]) -> tuple[Asked, ...]:
    return asking_for.asked(office, replace(draft, questions=tuple(keys)))
