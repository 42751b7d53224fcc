"""The inputs of each public page, besides the program, the library and the settings.

A page stays in the cache, and in copies, until one of its declared inputs changes. A page that
showed anything undeclared would go stale: `tests/mirror/test_inputs.py` changes one input of each
kind and looks for such pages.
"""

from collections.abc import Iterable

from tracker.domain.law.block import Block
from tracker.domain.record.alerts import Followed, Subject
from tracker.domain.record.tally import Scope
from tracker.services.ports.sought import BodyPart, Sought
from tracker.services.public.page_inputs import Input, PageInputs
from tracker.web.base.access import InputDeclaration
from tracker.web.record.block.blocks import counted_by
from tracker.web.record.feeds.feeds import ENTRIES
from tracker.web.record.words import pagination

Inputs = tuple[Input, ...]


def nothing_else(of: PageInputs, **_: str) -> Inputs:
    """Return no inputs, for a page made from the library or from fixed text alone."""
    return ()


def all_records(of: PageInputs, **_: str) -> Inputs:
    """Return the inputs of a page that counts or lists records of every kind."""
    return (of.changes(),)


def all_records_and_blocks(of: PageInputs, **_: str) -> Inputs:
    """Return the inputs of a page with records of every kind and each block's days in force."""
    return (of.changes(), *_days(of, of.library.blocks.values()))


def blocks(of: PageInputs, country: str = "", year: str = "", **_: str) -> Inputs:
    """Return the inputs of a part of the list of blocks: those of a country, of a year, or of
    both, if these are named and there are any."""
    every = tuple(of.library.blocks.values())
    there = tuple(each for each in every if country.lower() in ("", each.country))
    found = tuple(each for each in there if str(each.since.year) == year) or there
    if found in ((), every):
        return (of.counts(), *_days(of, every))
    return *(of.counts(each.key) for each in found), *_days(of, found)


def block(of: PageInputs, key: str, **_: str) -> Inputs:
    """Return the inputs of a page or file about a block and its records. Raises NotOnFile."""
    found = of.library.block(key)
    version = of.own_version("blocks", found.key)
    return (of.changes(Scope.BLOCK, found.key), *_days(of, (found,)), version)


def block_and_log(of: PageInputs, key: str, **_: str) -> Inputs:
    """Return the inputs of a page about a block and entries of the log. Raises NotOnFile."""
    return (*block(of, key), of.log())


def block_alone(of: PageInputs, key: str) -> Inputs:
    """Return the inputs of a page about a block that shows no record. Raises NotOnFile."""
    return _days(of, (of.library.block(key),))


def body(of: PageInputs, key: str) -> Inputs:
    """Return the inputs of a page or file about a body and its records. Raises NotOnFile."""
    found = of.library.body(key)
    states = found.states_on(of.today_at(found.key))
    return of.changes(Scope.BODY, found.key), states, of.own_version("bodies", found.key)


def law(of: PageInputs, key: str) -> Inputs:
    """Return the inputs of a page that says which rules of a law apply today, and who signed."""
    return of.latest_today(), of.law_signatures(key)


def power(of: PageInputs, key: str) -> Inputs:
    """Return the inputs of a power's page, with the blocks for which it is named."""
    return _days(of, (block for block in of.library.blocks.values() if key in block.powers))


def statement_inputs(of: PageInputs, key: str) -> Inputs:
    """Return the inputs of a statement's page, with the blocks that it names."""
    found = of.library.statements.get(key)
    return _days(of, map(of.library.block, found.blocks)) if found else ()


def record_inputs(of: PageInputs, reference: str, **_: str) -> Inputs:
    """Return the inputs of a page or file of one record. It also names the records that came from
    its items. Raises NotOnFile."""
    key = reference.strip().lower()
    return of.record(key), of.led_to(key)


def feed_inputs(about: Followed) -> InputDeclaration:
    """Return the declaration for feeds of a block, a body, an outcome, or everything."""

    def declared(of: PageInputs, key: str = "") -> Inputs:
        subject = Subject(about, key)
        of.require_followed(subject)
        newest = of.newest(subject, ENTRIES)
        # Corrections are shown to those who followed the record before.
        left = about in (Followed.BODY, Followed.OUTCOME)
        return (*newest, of.corrected(ENTRIES) if left else None)

    return declared


def requests(
    of: PageInputs, block: str = "", body: str = "", heard: str = "", page: str = "", **_: str
) -> Inputs:
    """Return the inputs of a part of the list of records."""
    heard = "" if body or block else heard
    wanted = Sought(block, body or heard, BodyPart.HEARD if heard else BodyPart.HELD)
    part = pagination.rows_of(_number(page))
    if part and (rows := of.rows(wanted, *part)):
        return (rows,)
    if block:
        return (of.changes(Scope.BLOCK, block),)
    return (of.changes(Scope.BODY, wanted.body) if wanted.body else of.changes(),)


def corrections(of: PageInputs, page: str = "") -> Inputs:
    """Return the inputs of a part of the list of corrections and takedowns."""
    part = pagination.rows_of(_number(page))
    if part and (notices := of.notices(*part)):
        return (notices,)
    return (of.changes(),)


def log(of: PageInputs) -> Inputs:
    """Return the inputs of a page or file that shows the state of the public log."""
    return (of.log(),)


def log_file(of: PageInputs, path: str) -> Inputs:
    """Return the inputs of a file of the log: tiles never change, attestations may grow."""
    return () if path.startswith("tile/") else (of.log(),)


def data(of: PageInputs, **_: str) -> Inputs:
    """Return the inputs of a page of the data package."""
    return (of.data(),)


def today(of: PageInputs) -> Inputs:
    """Return the inputs of a page that counts days from today."""
    return (of.latest_today(),)


def _days(of: PageInputs, blocks: Iterable[Block]) -> Inputs:
    return tuple(counted_by(of, block) for block in blocks)


def _number(page: str) -> int:
    return int(page) if page.isdecimal() else pagination.NEWEST
