"""The time to challenge a block itself, in words: how long, from what, until when, and why."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.case.block_challenges import BlockChallenge, challenges_of
from tracker.domain.law.block import Block
from tracker.domain.law.law import Source
from tracker.domain.law.power import ChallengeStart
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import Explained, cautions, explain, said_length

_RUNS = {
    ChallengeStart.ORDER: Message("{title} ({cite}): {length} from the order."),
    ChallengeStart.REVIEW: Message("{title} ({cite}): {length} from the order in review."),
}
_ENDS = Message("Counted from {day}, the last day: {last}.")
_ENDS_FROM_FIRST_DAY = Message(
    "Counted from the first day of the block, {day}, the last day: {last}."
)
_ASSUMES = Message(
    "No dated order of {body} is known. This count assumes an order on the first day of the "
    "block, {day}."
)
_NO_START = Message("No date can be counted: we do not know the date of the order.")
_NO_DATE = Message("No date can be counted: {why}")


@dataclass(frozen=True, slots=True)
class ChallengeShown:
    """One way to challenge a block: the power, a line, what it assumes, and the count.

    `last` is the last day to file, if a day can be counted.
    """

    power: str
    line: str
    assumes: str
    says: str
    source: Source
    cautions: tuple[str, ...]
    steps: tuple[Explained, ...]
    last: date | None


def challenges_shown(library: Library, block: Block, locale: Locale) -> tuple[ChallengeShown, ...]:
    """Return each way to challenge a block, in words."""
    return tuple(_shown(library, each, locale) for each in challenges_of(block, library))


def _shown(library: Library, found: BlockChallenge, locale: Locale) -> ChallengeShown:
    deadline, requirement = found.deadline, found.requirement
    return ChallengeShown(
        power=found.power.title.in_language(locale.language),
        line=challenge_line(found, locale),
        assumes=challenge_assumes(library, found, locale),
        says=requirement.says.in_language(locale.language),
        source=requirement.source,
        cautions=cautions(deadline, locale) if deadline else (),
        steps=explain(deadline, locale) if deadline else (),
        last=found.last,
    )


def challenge_title(found: BlockChallenge, locale: Locale) -> str:
    """Return the name of a challenge."""
    return found.challenge.title.in_language(locale.language)


def challenge_cite(found: BlockChallenge, locale: Locale) -> str:
    """Return the provision of a challenge."""
    return found.requirement.cite.in_language(locale.language)


def challenge_line(found: BlockChallenge, locale: Locale) -> str:
    """Return how long a challenge may be filed and, where a day can be counted, until when."""
    challenge = found.challenge
    runs = locale.say(
        _RUNS[challenge.runs_from],
        title=challenge_title(found, locale),
        cite=challenge_cite(found, locale),
        length=said_length(challenge.length, challenge.unit, locale),
    )
    end = _end(found, locale)
    return f"{runs} {end}" if end else runs


def _end(found: BlockChallenge, locale: Locale) -> str:
    if deadline := found.deadline:
        day = locale.short_day(deadline.event.earliest)
        last = locale.span(deadline.earliest, deadline.latest)
        return locale.say(_ENDS_FROM_FIRST_DAY if found.assumes else _ENDS, day=day, last=last)
    if found.why_not:
        return locale.say(_NO_DATE, why=locale.words(found.why_not.message))
    return locale.say(_NO_START) if found.challenge.runs_from is ChallengeStart.ORDER else ""


def challenge_assumes(library: Library, found: BlockChallenge, locale: Locale) -> str:
    """Return what the count takes for granted; empty if it runs from a dated order."""
    if found.assumes is None or found.deadline is None:
        return ""
    body = library.body_brief_mention(found.challenge.ordered_by, locale.language)
    return locale.say(_ASSUMES, body=body, day=locale.short_day(found.assumes))
