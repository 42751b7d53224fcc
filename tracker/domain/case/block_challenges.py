"""The time to challenge a block itself, counted from its order as any other time limit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.text import Text
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.law.block import Block, BlockOrder
from tracker.domain.law.commencement import Commencement, FirstDayKnown
from tracker.domain.law.law import Actor, Eligibility, Law, Provision, Stage
from tracker.domain.law.limits import Limit
from tracker.domain.law.power import ChallengeStart, ChallengeTime, Power, Requirement
from tracker.domain.library import Library

_NOTHING = Text({"en": ""})
_LONGEST_CHALLENGE = 400


@dataclass(frozen=True, slots=True)
class BlockChallenge:
    """One way to challenge a block, by a power that it is named for.

    `order` is the order from which the time is counted; without a dated order of the body that
    uses the power, it is counted from the first day of the block, which `assumes` that the order
    is of that day. `deadline` is None if no day can be counted: it runs from an order in review,
    nobody knows when the block began, or `why_not` says why.
    """

    power: Power
    requirement: Requirement
    challenge: ChallengeTime
    order: BlockOrder | None = None
    assumes: date | None = None
    deadline: Deadline | None = None
    why_not: NoLimitOnFile | None = None

    @property
    def last(self) -> date | None:
        """Return the last day when the office is certainly open, or the earliest last day."""
        if self.deadline is None:
            return None
        return self.deadline.last_safe_day or self.deadline.earliest


def challenges_of(block: Block, library: Library) -> Iterator[BlockChallenge]:
    """Yield each way to challenge a block, in the order of its powers."""
    for power in (library.powers[key] for key in block.powers):
        for requirement in power.requirements:
            if requirement.challenge:
                yield _counted(block, library, power, requirement, requirement.challenge)


def challenges_ending(
    library: Library, since: date, until: date
) -> Iterator[tuple[Block, BlockChallenge]]:
    """Yield each challenge whose last day is one of these days, with its block."""
    for block in library.blocks.values():
        begun = max((each.on or block.since for each in block.orders), default=block.since)
        # No power allows more time than this, so that few blocks are counted.
        if block.powers and (since - begun).days <= _LONGEST_CHALLENGE:
            for found in challenges_of(block, library):
                if found.last and since <= found.last <= until:
                    yield block, found


def _counted(
    block: Block,
    library: Library,
    power: Power,
    requirement: Requirement,
    challenge: ChallengeTime,
) -> BlockChallenge:
    if challenge.runs_from is not ChallengeStart.ORDER:
        return BlockChallenge(power, requirement, challenge)
    order = _order_of(block, challenge.ordered_by)
    assumed = None if order or block.since_unknown else block.since
    start = order.on if order else assumed
    found = BlockChallenge(power, requirement, challenge, order, assumed)
    if start is None:
        return found
    law = _as_law(power, requirement, challenge)
    stage = law.first_stage()
    workdays = library.workdays(law, stage, None)
    try:
        deadline = count_deadline(law, stage, DaySpan.on(start), workdays)
    except NoLimitOnFile as refusal:
        why_not = refusal.with_traceback(None)
        return BlockChallenge(power, requirement, challenge, order, assumed, why_not=why_not)
    return BlockChallenge(power, requirement, challenge, order, assumed, deadline)


def _order_of(block: Block, body: str) -> BlockOrder | None:
    """Return the last dated order of a body about a block; each order can be challenged."""
    dated = [each for each in block.orders if each.on and each.body == body]
    return max(dated, key=lambda each: each.on or date.min, default=None)


def _as_law(power: Power, requirement: Requirement, challenge: ChallengeTime) -> Law:
    """Return a power as a law whose only stage is the challenge, so that one clock counts all."""
    key = requirement.key
    own = Provision(key, requirement.cite, requirement.says, requirement.source)
    limit = Limit(
        power.in_force,
        challenge.length,
        challenge.unit,
        challenge.first_day,
        challenge.last_day,
        (key,),
        inferred=challenge.inferred,
        may_move=tuple(each.key for each in challenge.may_move),
    )
    stage = Stage(
        key,
        challenge.title,
        Actor.REQUESTER,
        (ChallengeStart.ORDER.value,),
        (limit,),
        receiver=challenge.receiver,
    )
    return Law(
        key=power.key,
        title=power.statute,
        in_sentence=power.statute,
        country=power.country,
        calendar=challenge.calendar,
        in_force=power.in_force,
        commencement=Commencement(
            FirstDayKnown.AT_LATEST if power.in_force_about else FirstDayKnown.DAY, ()
        ),
        official_text="",
        compared_on=None,
        status=_NOTHING,
        languages=(),
        languages_stated=False,
        eligibility=Eligibility(_NOTHING, {}, ()),
        provisions={each.key: each for each in (own, *challenge.may_move)},
        stages={key: stage},
    )
