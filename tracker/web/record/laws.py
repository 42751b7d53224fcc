"""A law in short: who may ask, the stages with their limits, silence, remedies, exemptions."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.days import Span
from tracker.domain.law import Law, Limit, ReadIn, Stage, Unit
from tracker.services.explaining import INFERRED_FIELDS, said_length
from tracker.services.office import Office
from tracker.services.speaking import Speech
from tracker.web.record.wording import (
    ACTORS,
    FIRST_DAY,
    LAST_DAY,
    MONTH_END,
    SILENCE_MEANS,
    topic_name,
)


@dataclass(frozen=True, slots=True)
class LimitShown:
    """A limit in words, for an event on a day within `span`."""

    span: Span
    length: str
    rules: tuple[str, ...]
    section: str
    read_in: ReadIn
    inferred: tuple[str, ...]
    may_move: str
    uncertain: str


@dataclass(frozen=True, slots=True)
class ExtensionShown:
    """How much longer a body may take, and whether it must say so."""

    length: str
    grounds: tuple[str, ...]
    must_be_announced: bool
    section: str


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage in words."""

    stage: Stage
    actor: str
    limits: tuple[LimitShown, ...]
    expedited: tuple[LimitShown, ...]
    extension: ExtensionShown | None
    silence_means: str
    silence_section: str
    next_stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of the law file with the provisions that they rest on."""

    name: str
    says: str
    limits: str
    section: str


@dataclass(frozen=True, slots=True)
class LawPage:
    """One law's page."""

    law: Law
    stages: tuple[StageShown, ...]
    remedies: tuple[Stage, ...]
    exemptions: tuple[Cited, ...]
    duties: tuple[Cited, ...]
    facts: tuple[Cited, ...]
    eligibility_section: str
    bodies: tuple[tuple[str, str], ...]


def law_page(office: Office, key: str) -> LawPage:
    """One law. Raises NotOnFile."""
    law, speech = office.library.law(key), office.speech("en")
    bound = [body for body in office.library.bodies.values() if key in body.laws]
    return LawPage(
        law=law,
        stages=tuple(_stage(law, stage, speech) for stage in law.stages.values()),
        remedies=tuple(remedies(law)),
        exemptions=tuple(_exemptions(law)),
        duties=tuple(
            Cited("", str(duty.says), "", law.cite(duty.sources)) for duty in law.refusal_duties
        ),
        facts=tuple(
            Cited(topic_name(fact.topic), str(fact.says), "", law.cite(fact.sources))
            for fact in law.facts
        ),
        eligibility_section=law.cite(law.eligibility.sources),
        bodies=tuple((body.key, str(body.name)) for body in bound),
    )


def remedies(law: Law) -> Iterator[Stage]:
    """The stages after the first, in the order in which one leads to the next."""
    reached = [law.first_stage().key]
    for key in reached:
        for following in law.stages[key].leads_to:
            if following not in reached:
                reached.append(following)
                yield law.stages[following]


def _exemptions(law: Law) -> Iterator[Cited]:
    for exemption in law.exemptions:
        limits = str(exemption.limits or "")
        yield Cited(
            str(exemption.cite), str(exemption.covers), limits, law.cite(exemption.sources)
        )


def _stage(law: Law, stage: Stage, speech: Speech) -> StageShown:
    silence = stage.silence
    return StageShown(
        stage=stage,
        actor=ACTORS[stage.actor],
        limits=tuple(_limit(law, limit, speech) for limit in stage.limits),
        expedited=tuple(_limit(law, limit, speech) for limit in stage.expedited),
        extension=_extension(law, stage, speech),
        silence_means=SILENCE_MEANS[silence.means] if silence else "",
        silence_section=law.cite(silence.sources) if silence else "",
        next_stages=tuple(str(law.stages[key].title) for key in stage.leads_to),
    )


def _limit(law: Law, limit: Limit, speech: Speech) -> LimitShown:
    return LimitShown(
        span=limit.span,
        length=said_length(limit.length, limit.unit, speech),
        rules=tuple(_rules(limit)),
        section=law.cite(limit.sources),
        read_in=law.weakest(limit.sources),
        inferred=tuple(INFERRED_FIELDS.get(name, name) for name in sorted(limit.inferred)),
        may_move=law.cite(limit.may_move),
        uncertain=limit.uncertain,
    )


def _rules(limit: Limit) -> Iterator[str]:
    yield FIRST_DAY[limit.first_day]
    if limit.unit is not Unit.WORKING_DAY:  # a count of working days ends on an open day anyway
        yield LAST_DAY[limit.last_day]
    if limit.month_end:
        yield MONTH_END[limit.month_end]


def _extension(law: Law, stage: Stage, speech: Speech) -> ExtensionShown | None:
    extension = stage.extension
    if extension is None:
        return None
    return ExtensionShown(
        length=said_length(extension.length, extension.unit, speech),
        grounds=tuple(str(ground.says) for ground in extension.grounds),
        must_be_announced=extension.must_be_announced,
        section=law.cite(extension.sources),
    )
