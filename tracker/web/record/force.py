"""How long a block has stood, in words that say what is known and what is not."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.block import Block
from tracker.services.speaking import Speech

ENDED = "From {since} to {until}: in force on {days}."
NO_DAY = "From {since} to {until}: less than a day."
STANDS = "In force since {since}: day {number} on {today}."
CONFIRMED = (
    "Since {since}. Last confirmed on {confirmed}, day {number}. "
    "Whether and when it ended is not on file."
)
NOT_BEGUN = "From {since}."


@dataclass(frozen=True, slots=True)
class Force:
    """The state of a block on a day: its number of days, and the sentence that goes with it."""

    state: str
    days: int
    about: bool
    sentence: str


def force_of(block: Block, today: date, speech: Speech) -> Force:
    """How long `block` has stood by `today`; the day of restoration is not counted."""
    if block.until is not None:
        return _ended(block, block.until, today, speech)
    if block.last_confirmed is not None:
        return _confirmed(block, block.last_confirmed, speech)
    days = block.days_in_force(today) or 0
    sentence = speech.say(
        STANDS if days else NOT_BEGUN,
        since=_since(block, speech),
        number=days,
        today=speech.short_day(today),
    )
    return Force("in-force", days, block.since_about, sentence)


def counted(days: int) -> str:
    """`1 day`, `445 days`."""
    return "1 day" if days == 1 else f"{days} days"


def _ended(block: Block, until: date, today: date, speech: Speech) -> Force:
    days = block.days_in_force(today) or 0
    about = block.since_about or block.until_about
    said = f"about {counted(days)}" if about else counted(days)
    sentence = speech.say(
        ENDED if days else NO_DAY,
        since=_since(block, speech),
        until=_about(until, block.until_about, speech),
        days=said,
    )
    return Force("ended", days, about, sentence)


def _confirmed(block: Block, confirmed: date, speech: Speech) -> Force:
    days = block.days_confirmed() or 0
    sentence = speech.say(
        CONFIRMED,
        since=_since(block, speech),
        confirmed=speech.short_day(confirmed),
        number=days,
    )
    return Force("last-confirmed", days, block.since_about, sentence)


def _since(block: Block, speech: Speech) -> str:
    return _about(block.since, block.since_about, speech)


def _about(day: date, about: bool, speech: Speech) -> str:
    return f"about {speech.short_day(day)}" if about else speech.short_day(day)
