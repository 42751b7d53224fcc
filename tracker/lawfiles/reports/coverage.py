"""How the facts of the library were read, by country and kind of fact."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law, ReadIn, Stage
from tracker.domain.law.pleas import Exemption
from tracker.domain.law.power import Power
from tracker.domain.law.readings import limits_by_place
from tracker.domain.library import Library


class FactKind(StrEnum):
    """The kinds of facts that are counted apart."""

    WHO_MAY_ASK = "who may ask"
    TIME_LIMIT = "time limits"
    REMEDY = "remedies"
    EXEMPTION = "exemptions"
    EFFECT = "effects of exemptions"
    TEST = "tests of exemptions"
    INTEREST = "public interest in exemptions"
    END = "ends of exemptions"
    APPROVAL = "approvals for exemptions"
    REFUSAL = "contents of a refusal"
    RECEIPT = "receipt of email"
    STATEMENT = "other rules of the law"
    POWER = "powers to block"
    BODY = "public bodies"
    ADDRESS = "postal addresses of bodies"
    COPIED = "copied addresses of bodies"
    BLOCK = "blocks"
    JUDGMENT = "judgments on blocks"
    PRECEDENT = "requests that opened a block"


# Every country with an information law should have some facts of these kinds.
EXPECTED_OF_A_LAW = (FactKind.EXEMPTION, FactKind.REFUSAL)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the facts of one kind in one country were read.

    `read` counts them by the weakest reading that each rests on. `unknown` counts what the
    library says that it does not know: stages and periods without a time limit, exemptions without
    an effect, a test or a word on the public interest, laws without a rule on receipt, laws for
    which the library has nothing of a kind that every such law has, and bodies without a postal
    address that no copy alone gives.
    """

    country: str
    kind: FactKind
    read: Counter[ReadIn]
    unknown: int = 0

    @property
    def total(self) -> int:
        """Return the number of facts, the unknown ones included."""
        return self.read.total() + self.unknown


# A fact of the library: its country, its kind, and how it was read; None if it is not known.
_Found = tuple[str, FactKind, ReadIn | None]


def coverage_of(library: Library) -> tuple[Coverage, ...]:
    """Return how the facts of a library were read, ordered by country and then by kind."""
    read: dict[tuple[str, FactKind], Counter[ReadIn]] = {}
    unknown: Counter[tuple[str, FactKind]] = Counter()
    for country, kind, reading in _facts(library):
        counts = read.setdefault((country, kind), Counter())
        if reading is None:
            unknown[country, kind] += 1
        else:
            counts[reading] += 1
    order = list(FactKind)
    return tuple(
        Coverage(country, kind, read[country, kind], unknown[country, kind])
        for country, kind in sorted(read, key=lambda each: (each[0], order.index(each[1])))
    )


def _facts(library: Library) -> Iterator[_Found]:
    for law in library.laws.values():
        for kind, reading in _of_law(law):
            yield law.country, kind, reading
    for power in library.powers.values():
        for reading in _of_power(power):
            yield power.country, FactKind.POWER, reading
    for body in library.bodies.values():
        for kind, reading in _of_body(body):
            yield body.country, kind, reading
    for block in library.blocks.values():
        for reading in _of_block(block):
            yield block.country, FactKind.BLOCK, reading
    for judgment in library.judgments.values():
        yield judgment.country, FactKind.JUDGMENT, judgment.source.read_in
    for precedent in library.precedents.values():
        yield precedent.country, FactKind.PRECEDENT, precedent.source.read_in


def _of_law(law: Law) -> Iterator[tuple[FactKind, ReadIn | None]]:
    yield FactKind.WHO_MAY_ASK, law.weakest(law.eligibility.sources)
    for stage in law.stages.values():
        for reading in _of_times(law, stage):
            yield FactKind.TIME_LIMIT, reading
        if stage.remedy:
            yield FactKind.REMEDY, _of_remedy(law, stage)
    for kind, sources in (
        (FactKind.EXEMPTION, [each.sources for each in law.exemptions]),
        (FactKind.REFUSAL, [each.sources for each in law.refusal_duties]),
        (FactKind.STATEMENT, [each.sources for each in law.facts]),
    ):
        for reading in _each(law, sources):
            yield kind, reading
        if not sources and kind in EXPECTED_OF_A_LAW:
            yield kind, None
    for exemption in law.exemptions:
        yield from _of_terms(law, exemption)
    receipt = law.electronic_receipt
    known = receipt and receipt.stated
    yield FactKind.RECEIPT, law.weakest(receipt.sources) if receipt and known else None


def _of_terms(law: Law, exemption: Exemption) -> Iterator[tuple[FactKind, ReadIn | None]]:
    """Yield how the terms of a clause were read. Most clauses have no end and need no approval, so
    that only those which were read count."""
    terms = exemption.terms
    clause = law.weakest(exemption.sources)
    yield FactKind.EFFECT, clause if terms.effect else None
    yield FactKind.TEST, law.weakest(terms.test.sources) if terms.test else None
    interest = law.weakest(terms.override) if terms.override else clause
    yield FactKind.INTEREST, interest if terms.interest else None
    if terms.ends:
        yield FactKind.END, law.weakest(terms.ends.sources)
    if terms.approval:
        yield FactKind.APPROVAL, law.weakest(terms.approval.sources)


def _each(law: Law, sources: Iterable[tuple[str, ...]]) -> Iterator[ReadIn]:
    return (law.weakest(each) for each in sources)


def _of_times(law: Law, stage: Stage) -> Iterator[ReadIn | None]:
    """Yield how each time of a stage was read: its limits, extension and outer limit."""
    for limits in limits_by_place(stage).values():
        yield from _each(law, (each.sources for each in limits))
    if stage.extension:
        yield law.weakest(stage.extension.sources)
    if stage.outer:
        yield law.weakest(stage.outer.sources)
    yield from (None for _ in stage.gaps)
    if not stage.limits and not stage.gaps:
        yield None


def _of_remedy(law: Law, stage: Stage) -> ReadIn | None:
    """Return how a remedy was read: by the provision that creates it, or else by that of its time
    limit; None if the file names neither."""
    limits = tuple(key for each in stage.limits for key in each.sources)
    sources = stage.sources or limits
    return law.weakest(sources) if sources else None


def _of_body(body: PublicBody) -> Iterator[tuple[FactKind, ReadIn | None]]:
    """Yield how a body, its postal address, and each address that others copied were read."""
    yield FactKind.BODY, body.source.read_in
    yield FactKind.ADDRESS, body.source.read_in if body.address else None
    for copied in body.copied:
        yield FactKind.COPIED, copied.source.read_in


def _of_power(power: Power) -> Iterator[ReadIn]:
    yield power.source.read_in
    yield from (each.source.read_in for each in power.requirements)


def _of_block(block: Block) -> Iterator[ReadIn]:
    yield block.source.read_in
    yield from (each.source.read_in for each in block.orders)
    yield from (each.source.read_in for each in block.justifications)
    yield from (each.source.read_in for each in block.happenings)
    yield from (each.source.read_in for each in block.measurements)
    yield from (each.source.read_in for each in block.reported)
