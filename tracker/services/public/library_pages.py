"""The pages of the library, searched in memory: blocks, bodies, laws and statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tracker.domain.base.text import Text
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law
from tracker.domain.law.statement import Statement
from tracker.domain.library import Library
from tracker.domain.words.search_query import Query, found_in, indexed
from tracker.services.core.indexing import in_all_languages


class LibraryPages(StrEnum):
    """The kinds of library pages. Each has its own address."""

    BLOCK = "block"
    BODY = "body"
    LAW = "law"
    STATEMENT = "statement"


@dataclass(frozen=True)
class LibraryPage:
    """One page with its words. `bodies` and `laws` are those that it is about."""

    shelf: LibraryPages
    key: str
    title: Text
    names: tuple[str, ...]
    passages: tuple[str, ...]
    countries: frozenset[str]
    bodies: frozenset[str]
    laws: frozenset[str]

    @cached_property
    def name_words(self) -> tuple[str, ...]:
        """Return the words of its names."""
        return indexed(self.names)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return all of its words."""
        return indexed((*self.names, *self.passages))

    @cached_property
    def known(self) -> frozenset[str]:
        """Return the set of its words, for a quick check before searching."""
        return frozenset(self.words)

    def holds(self, query: Query) -> bool:
        """Return whether the page matches a query."""
        wanted = (word for term in query.wanted for word in term)
        return self.known.issuperset(wanted) and found_in(query, self.words)


_kept: dict[str, tuple[LibraryPage, ...]] = {}


def pages_of(library: Library) -> tuple[LibraryPage, ...]:
    """Return every page of the library, cached for one library version."""
    found = _kept.get(library.digest)
    if found is None:
        found = tuple(_pages(library))
        _kept.clear()
        _kept[library.digest] = found
    return found


def _pages(library: Library) -> Iterator[LibraryPage]:
    yield from map(_block, library.blocks.values())
    yield from map(_body, library.bodies.values())
    yield from map(_law, library.laws.values())
    for statement in library.statements.values():
        yield _statement(statement, library)


def _block(block: Block) -> LibraryPage:
    told = [each.says for each in block.happenings]
    told += [each.says for each in block.justifications]
    told += [each.says for each in block.orders]
    return LibraryPage(
        shelf=LibraryPages.BLOCK,
        key=block.key,
        title=block.title,
        names=(block.key, *_all(block.title, block.service, block.where)),
        passages=tuple(_all(block.note, *told)),
        countries=frozenset({block.country}),
        bodies=frozenset(block.bodies),
        laws=frozenset(),
    )


def _body(body: PublicBody) -> LibraryPage:
    states = (state.says for state in body.states)
    return LibraryPage(
        shelf=LibraryPages.BODY,
        key=body.key,
        title=body.name,
        names=(body.key, body.short_name, *body.also_called, *in_all_languages(body.name)),
        passages=tuple(_all(body.note, body.address_to, *states)),
        countries=frozenset({body.country}),
        bodies=frozenset({body.key}),
        laws=frozenset(body.laws),
    )


def _law(law: Law) -> LibraryPage:
    stages = (stage.title for stage in law.stages.values())
    exempt = (text for each in law.exemptions for text in (each.cite, each.covers, each.limits))
    return LibraryPage(
        shelf=LibraryPages.LAW,
        key=law.key,
        title=law.title,
        names=(law.key, *_all(law.title, law.number)),
        passages=tuple(_all(law.status, *stages, *exempt, *law.not_known)),
        countries=frozenset({law.country}),
        bodies=frozenset(),
        laws=frozenset({law.key}),
    )


def _statement(statement: Statement, library: Library) -> LibraryPage:
    blocks = [library.blocks[key] for key in statement.blocks if key in library.blocks]
    demands = (text for each in statement.demands for text in (each.says, each.evidence))
    signed = (library.organisations[key].name for key in statement.signatories)
    return LibraryPage(
        shelf=LibraryPages.STATEMENT,
        key=statement.key,
        title=statement.title,
        names=tuple(_all(statement.title)),
        passages=tuple(_all(*statement.concerns, *demands, *signed)),
        countries=frozenset(block.country for block in blocks),
        bodies=frozenset(),
        laws=frozenset(),
    )


def _all(*texts: Text | None) -> Iterator[str]:
    for text in texts:
        yield from in_all_languages(text) if text else ()
