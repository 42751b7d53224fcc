"""The pages of the library, searched in memory: blocks, bodies, laws, powers, statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tracker.domain.base.kept import kept_for_words
from tracker.domain.base.text import Text
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law, Provision
from tracker.domain.law.power import Power, titled_provision
from tracker.domain.law.statement import Statement
from tracker.domain.library import Library
from tracker.domain.words.spelling import SpellingIndex
from tracker.services.core.indexing import in_all_languages
from tracker.services.core.search_query import WordsOfText
from tracker.services.core.word_index import indexed
from tracker.services.ports.search import Passage

# More keys of laws, bodies and countries than a library has.
_KEYS = 2_000


class LibraryPages(StrEnum):
    """The kinds of library pages, in the order in which they are listed. A provision is a place on
    the page of its law's sources; each other kind has its own address."""

    BLOCK = "block"
    BODY = "body"
    LAW = "law"
    POWER = "power"
    STATEMENT = "statement"
    PROVISION = "provision"


@dataclass(frozen=True)
class LibraryPage:
    """One page with its words. `bodies` and `laws` are those that it is about; `place` is the part
    of the page that is meant, empty for all of it."""

    shelf: LibraryPages
    key: str
    title: Text
    names: tuple[str, ...]
    passages: tuple[Passage, ...]
    countries: frozenset[str]
    bodies: frozenset[str] = frozenset()
    laws: frozenset[str] = frozenset()
    place: str = ""

    @cached_property
    def name_words(self) -> WordsOfText:
        """Return the words of its names."""
        return WordsOfText(indexed(self.names))

    @cached_property
    def words(self) -> WordsOfText:
        """Return all of its words."""
        return WordsOfText(indexed((*self.names, *(each.words for each in self.passages))))


@dataclass(frozen=True)
class LibraryIndex:
    """Every page of a library, and the words of all of them by spelling key."""

    pages: tuple[LibraryPage, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the words of the names of its pages."""
        return frozenset(word for page in self.pages for word in page.name_words.whole)

    @cached_property
    def _spellings(self) -> SpellingIndex:
        return SpellingIndex({word for page in self.pages for word in page.words.whole})

    def nearly_spelled(self, word: str) -> frozenset[str]:
        """Return the words that share a spelling key with `word`."""
        return self._spellings.near(word)


_kept: dict[str, LibraryIndex] = {}


def library_index(library: Library) -> LibraryIndex:
    """Return every page of the library, cached for one library version."""
    found = _kept.get(library.digest)
    if found is None:
        found = LibraryIndex(tuple(_pages(library)))
        _kept.clear()
        _kept[library.digest] = found
    return found


def _pages(library: Library) -> Iterator[LibraryPage]:
    yield from (_block(block, library) for block in library.blocks.values())
    yield from map(_body, library.bodies.values())
    yield from map(_law, library.laws.values())
    yield from map(_power, library.powers.values())
    for statement in library.statements.values():
        yield _statement(statement, library)
    for law in library.laws.values():
        yield from (_provision(law, provision) for provision in law.provisions.values())


def _block(block: Block, library: Library) -> LibraryPage:
    told = [each.says for each in library.history_of(block)]
    told += [each.says for each in block.justifications]
    told += [each.says for each in block.orders]
    return LibraryPage(
        shelf=LibraryPages.BLOCK,
        key=block.key,
        title=block.title,
        names=(block.key, *_names(block.title, block.service, block.where)),
        passages=tuple(_passages(block.note, *told)),
        countries=_only(block.country),
        bodies=frozenset(block.bodies),
    )


def _body(body: PublicBody) -> LibraryPage:
    states = (state.says for state in body.states)
    return LibraryPage(
        shelf=LibraryPages.BODY,
        key=body.key,
        title=body.name,
        names=(body.key, body.short_name, *body.also_called, *in_all_languages(body.name)),
        passages=tuple(_passages(body.note, body.address_to, *states)),
        countries=_only(body.country),
        bodies=_only(body.key),
        laws=frozenset(body.laws),
    )


def _law(law: Law) -> LibraryPage:
    stages = (stage.title for stage in law.stages.values())
    exempt = (text for each in law.exemptions for text in (each.cite, each.covers, each.limits))
    facts = (fact.says for fact in law.facts)
    duties = (duty.says for duty in law.refusal_duties)
    return LibraryPage(
        shelf=LibraryPages.LAW,
        key=law.key,
        title=law.title,
        names=(law.key, *_names(law.title, law.number)),
        passages=tuple(_passages(law.status, *stages, *duties, *exempt, *facts, *law.not_known)),
        countries=_only(law.country),
        laws=_only(law.key),
    )


def _provision(law: Law, provision: Provision) -> LibraryPage:
    return LibraryPage(
        shelf=LibraryPages.PROVISION,
        key=law.key,
        title=titled_provision(law.title, provision.cite),
        names=tuple(_names(provision.cite, law.title)),
        passages=tuple(_passages(provision.says)),
        countries=_only(law.country),
        laws=_only(law.key),
        place=f"provision-{provision.key}",
    )


def _power(power: Power) -> LibraryPage:
    """Return the page of a power, which is named by the provisions of its requirements too."""
    said = (
        power.says,
        power.who_may_order,
        *(each.says for each in power.requirements),
        power.note,
    )
    return LibraryPage(
        shelf=LibraryPages.POWER,
        key=power.key,
        title=power.title,
        names=tuple(
            _names(power.statute, power.cite, *(each.cite for each in power.requirements))
        ),
        passages=tuple(_passages(*said)),
        countries=_only(power.country),
    )


def _statement(statement: Statement, library: Library) -> LibraryPage:
    blocks = [library.blocks[key] for key in statement.blocks if key in library.blocks]
    demands = (text for each in statement.demands for text in (each.says, each.evidence))
    signed = (library.organisations[key].name for key in statement.signatories)
    return LibraryPage(
        shelf=LibraryPages.STATEMENT,
        key=statement.key,
        title=statement.title,
        names=tuple(_names(statement.title)),
        passages=tuple(_passages(*statement.concerns, *demands, *signed)),
        countries=frozenset(block.country for block in blocks),
    )


@kept_for_words(_KEYS)
def _only(key: str) -> frozenset[str]:
    """Return a set of one key, the same for all pages: there are thousands of provisions."""
    return frozenset({key})


def _names(*texts: Text | None) -> Iterator[str]:
    for text in texts:
        yield from in_all_languages(text) if text else ()


def _passages(*texts: Text | None) -> Iterator[Passage]:
    for text in filter(None, texts):
        yield from (Passage(words, language) for language, words in text.words.items())
