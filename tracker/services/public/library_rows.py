"""The rows of the tables on blocks, powers, demands and time limits, from the law library."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import babel

from tracker.domain.base.canonical import to_plain
from tracker.domain.base.text import Text
from tracker.domain.case.block_challenges import challenges_of
from tracker.domain.law.block import Block, BlockOrder, Justification, Measurement
from tracker.domain.law.exemption_terms import ExemptionTerms
from tracker.domain.law.law import Law, Source, Stage
from tracker.domain.law.limits import Limit
from tracker.domain.law.readings import limits_by_place
from tracker.domain.library import Library
from tracker.services.public.library_tables import (
    CHALLENGES,
    DEMANDS,
    EXEMPTIONS_TABLE,
    INTERRUPTIONS,
    JUDGMENTS,
    LIMITS,
    MEASUREMENTS,
    ORDERS,
    POWERS,
    PRECEDENTS,
    REASONS,
    REQUIREMENTS,
    STAGES_TABLE,
    WHO_MAY_ASK,
)

DataRow = dict[str, Any]
Said = TypeVar("Said", BlockOrder, Justification, Measurement)


def detail_rows(library: Library) -> Mapping[str, list[DataRow]]:
    """Return the rows of each table of `LIBRARY_DETAILS`, ordered by key."""
    return {name: rows_of_table(name, library) for name in _MAKERS}


def rows_of_table(name: str, library: Library) -> list[DataRow]:
    """Return the rows of one of these tables, ordered by key."""
    return sorted(_MAKERS[name](library), key=lambda row: str(row["key"]))


def _orders(library: Library) -> Iterator[DataRow]:
    for block, number, order in _of_blocks(library, lambda block: block.orders):
        yield _fact(block, number, order, by=str(order.by), body=order.body)


def _reasons(library: Library) -> Iterator[DataRow]:
    for block, number, reason in _of_blocks(library, lambda block: block.justifications):
        yield _fact(
            block,
            number,
            reason,
            about=reason.about,
            by=str(reason.by),
            body=reason.body,
            setting=reason.setting,
            elements=reason.elements,
            powers=reason.powers,
        )


def _powers(library: Library) -> Iterator[DataRow]:
    for power in library.powers.values():
        yield _row(
            power.key,
            power.source,
            country=power.country,
            statute=str(power.statute),
            cite=str(power.cite),
            who_may_order=str(power.who_may_order),
            since=power.in_force.since,
            since_about=power.in_force_about,
            until=power.in_force.until,
            duty=power.duty,
            **_said(power.says),
        )


def _requirements(library: Library) -> Iterator[DataRow]:
    for power in library.powers.values():
        for needed in power.requirements:
            yield _row(
                f"{power.key}-{needed.key}",
                needed.source,
                power=power.key,
                cite=str(needed.cite),
                **_said(needed.says),
            )


def _challenges(library: Library) -> Iterator[DataRow]:
    for block in library.blocks.values():
        for found in challenges_of(block, library):
            limit, deadline = found.challenge, found.deadline
            yield _row(
                f"{block.key}-{found.power.key}-{found.requirement.key}",
                found.requirement.source,
                block=block.key,
                power=found.power.key,
                cite=str(found.requirement.cite),
                runs_from=limit.runs_from,
                length=limit.length,
                unit=limit.unit,
                inferred=sorted(limit.inferred),
                counted_from=deadline.event.earliest if deadline else None,
                assumed=found.assumes is not None,
                earliest=deadline.earliest if deadline else None,
                latest=deadline.latest if deadline else None,
                last_safe_day=deadline.last_safe_day if deadline else None,
            )


def _judgments(library: Library) -> Iterator[DataRow]:
    for judgment in library.judgments.values():
        yield _row(
            judgment.key,
            judgment.source,
            country=judgment.country,
            court=str(judgment.court),
            number=judgment.number or None,
            on=judgment.on,
            about=judgment.about,
            outcome=judgment.outcome,
            blocks=judgment.blocks,
            powers=judgment.powers,
            authority=judgment.authority,
            **_said(judgment.says),
        )


def _precedents(library: Library) -> Iterator[DataRow]:
    for precedent in library.precedents.values():
        yield _row(
            precedent.key,
            precedent.source,
            country=precedent.country,
            title=str(precedent.title),
            asked_of=str(precedent.asked_of),
            body=precedent.body,
            asked_for=str(precedent.asked_for),
            law=precedent.law,
            asked_on=precedent.asked_on,
            on=precedent.on,
            outcome=precedent.outcome,
            blocks=precedent.blocks,
            authority=precedent.authority,
            **_said(precedent.says),
        )


def _measurements(library: Library) -> Iterator[DataRow]:
    for block, number, measured in _of_blocks(library, lambda block: block.measurements):
        yield _fact(block, number, measured, by=measured.by, address=measured.address or None)


def _demands(library: Library) -> Iterator[DataRow]:
    for statement in library.statements.values():
        for demand in statement.demands:
            yield plain_row(
                key=_key(statement.key, demand.number),
                statement=statement.key,
                on=statement.on,
                blocks=statement.blocks,
                number=demand.number,
                state=demand.state,
                evidence=str(demand.evidence),
                as_of=demand.as_of,
                source=_joined(source.where for source in demand.sources),
                **_said(demand.says),
            )


def _limits(library: Library) -> Iterator[DataRow]:
    for law in library.laws.values():
        for stage in law.stages.values():
            placed = [
                (place, limit)
                for place, limits in limits_by_place(stage).items()
                for limit in limits
            ]
            for number, (place, limit) in enumerate(placed, start=1):
                yield _limit(law, stage, number, limit, place)


def _limit(law: Law, stage: Stage, number: int, limit: Limit, place: str) -> DataRow:
    urgent = place == "expedited"
    longer = stage.extension if not urgent else None
    return plain_row(
        key=_key(f"{law.key}-{stage.key}", number),
        law=law.key,
        country=law.country,
        stage=stage.key,
        actor=stage.actor,
        urgent=urgent,
        transferred=place == "transfer.limit",
        since=limit.span.since,
        until=limit.span.until,
        length=limit.length,
        unit=limit.unit,
        about=bool(limit.inferred or limit.may_move or limit.uncertain),
        inferred=tuple(sorted(limit.inferred)),
        uncertain=limit.uncertain or None,
        extension=longer.length if longer else None,
        extension_unit=longer.unit if longer and longer.length is not None else None,
        sections=law.cite(limit.sources),
    )


def _who_may_ask(library: Library) -> Iterator[DataRow]:
    for law in library.laws.values():
        asking = law.eligibility
        yield plain_row(
            key=law.key,
            country=law.country,
            kinds=tuple(asking.kinds),
            sections=law.cite(asking.sources),
            read_in=law.weakest(asking.sources),
            **_said(asking.says),
        )


def _stages(library: Library) -> Iterator[DataRow]:
    for law in library.laws.values():
        for number, stage in enumerate(law.stages.values(), start=1):
            silence = stage.silence
            yield plain_row(
                key=_key(law.key, number),
                law=law.key,
                country=law.country,
                number=number,
                stage=stage.key,
                title=str(stage.title),
                actor=stage.actor,
                counts_from=stage.counts_from,
                leads_to=stage.leads_to,
                opened_by_silence_of=stage.opened_by_silence_of,
                remedy=stage.remedy,
                before=_heard_by(stage),
                silence=silence.means if silence else None,
                silence_says=str(silence.says) if silence else None,
                silence_sections=law.cite(silence.sources)
                if silence and silence.sources
                else None,
                gap=bool(stage.gaps),
            )


def _heard_by(stage: Stage) -> str | None:
    named = stage.receiver or stage.court or stage.office
    return str(named) if named else None


def _exemptions(library: Library) -> Iterator[DataRow]:
    for law in library.laws.values():
        for number, each in enumerate(law.exemptions, start=1):
            yield plain_row(
                key=_key(law.key, number),
                law=law.key,
                country=law.country,
                exemption=each.key,
                cite=str(each.cite),
                covers=str(each.covers),
                covers_in=dict(each.covers.words),
                **_terms(law, each.terms),
                limits=str(each.limits) if each.limits else None,
                sections=law.cite(each.sources),
                read_in=law.weakest(each.sources),
            )


def _terms(law: Law, terms: ExemptionTerms) -> DataRow:
    test, ends, approval = terms.test, terms.ends, terms.approval
    return {
        "effect": terms.effect,
        "test": test.kind if test else None,
        "test_says": str(test.says) if test and test.says else None,
        "public_interest": terms.interest,
        "override": law.cite(terms.override) or None,
        "ends_after_years": ends.years if ends else None,
        "ends": str(ends.says) if ends and ends.says else None,
        "approval": str(approval.says) if approval else None,
    }


def _interruptions(library: Library) -> Iterator[DataRow]:
    names = babel.Locale("en").territories
    for block in library.blocks.values():
        by_bodies = [said for said in block.justifications if said.body]
        code = block.country.upper()
        yield plain_row(
            key=block.key,
            start_date=block.since,
            start_date_about=block.since_about or block.since_unknown,
            end_date=block.until,
            end_date_about=block.until_about,
            last_confirmed=block.last_confirmed,
            executed=block.executed,
            duration=_duration(block),
            country=names.get(code, code),
            country_code=code,
            area_name=str(block.where),
            area_codes=block.places,
            shutdown_type=block.kind,
            affected_services=str(block.service),
            ordered_by=_joined(str(order.by) for order in block.orders),
            gov_justification=_joined(str(said.says) for said in by_bodies),
            legal_basis=block.powers,
            gov_ack_source=_joined(said.source.where for said in by_bodies),
            info_source=block.source.where,
        )


def _of_blocks(
    library: Library, facts: Callable[[Block], Iterable[Said]]
) -> Iterator[tuple[Block, int, Said]]:
    """Yield each fact of each block with its number, from 1."""
    for block in library.blocks.values():
        for number, fact in enumerate(facts(block), start=1):
            yield block, number, fact


def _fact(
    block: Block, number: int, fact: BlockOrder | Justification | Measurement, **cells: object
) -> DataRow:
    """Return what a source says about a block, with the cells that only its table has."""
    said = _said(fact.says)
    key = _key(block.key, number)
    return _row(key, fact.source, block=block.key, on=fact.on, **said, **cells)


def _duration(block: Block) -> int | None:
    """Return the days in force; the day of restoration is not one of them, but a block that ended
    on its first day was in force on one day."""
    if block.until is None or not block.carried_out:
        return None
    return max(1, (block.until - block.since).days)


def _joined(texts: Iterable[str]) -> str | None:
    return " | ".join(dict.fromkeys(texts)) or None


def _key(whole: str, number: int) -> str:
    """Return the key of a part, so that the order of keys is that of their numbers up to 999."""
    return f"{whole}-{number:03}"


def _said(text: Text) -> DataRow:
    return {"says": str(text), "says_in": dict(text.words)}


def _row(key: str, source: Source, **cells: object) -> DataRow:
    return plain_row(key=key, source=source.where, read_in=source.read_in, **cells)


def plain_row(**cells: object) -> DataRow:
    """Return cells in the plain types of JSON."""
    plain: DataRow = to_plain(cells)
    return plain


_MAKERS: Mapping[str, Callable[[Library], Iterator[DataRow]]] = {
    ORDERS.name: _orders,
    REASONS.name: _reasons,
    POWERS.name: _powers,
    REQUIREMENTS.name: _requirements,
    CHALLENGES.name: _challenges,
    JUDGMENTS.name: _judgments,
    PRECEDENTS.name: _precedents,
    MEASUREMENTS.name: _measurements,
    DEMANDS.name: _demands,
    LIMITS.name: _limits,
    WHO_MAY_ASK.name: _who_may_ask,
    STAGES_TABLE.name: _stages,
    EXEMPTIONS_TABLE.name: _exemptions,
    INTERRUPTIONS.name: _interruptions,
}
