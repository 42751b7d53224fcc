"""How long a block has stood, in words that say what is known and what is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.block import Block
from tracker.services.speaking import Speech
from tracker.web.record.days import about_day

ENDED = "From {since} to {until}. The day of restoration is not counted."
NO_DAY = "From {since} to {until}: less than a day."
STANDS = "Since {since}, counted on {today}."
NOT_BEGUN = "From {since}."
CONFIRMED = (
    "Since {since}. Last confirmed on {confirmed}. Whether and when it ended is not on file."
)
# Where no source tells when it began there is no first day to count from.
UNKNOWN = "When it began is not on file; first spoken of on {since}."
UNKNOWN_ABOUT = "When it began is not on file; first spoken of {since}."
ENDED_ON = "It ended on {until}."
ENDED_ABOUT = "It ended {until}."
NO_END = "Whether and when it ended is not on file."
LAST_CONFIRMED = "Last confirmed on {confirmed}. Whether and when it ended is not on file."


@dataclass(frozen=True, slots=True)
class Force:
    """The state of a block on a day: `before`, the number, `after`, and the days it rests on."""

    state: str
    days: int
    before: str
    after: str
    sentence: str


def force_of(block: Block, today: date, speech: Speech) -> Force:
    """How long `block` has stood by `today`; the day of restoration is not counted."""
    if block.since_unknown:
        return Force(_state(block), 0, "", "", " ".join(_without_beginning(block, speech)))
    if block.until is not None:
        return _ended(block, block.until, today, speech)
    if block.last_confirmed is not None:
        return _confirmed(block, block.last_confirmed, speech)
    days = block.days_in_force(today) or 0
    sentence = speech.say(
        STANDS if days else NOT_BEGUN, since=_since(block, speech), today=speech.short_day(today)
    )
    before = speech.say("about day") if block.since_about else speech.say("day")
    return Force("in-force", days, before, speech.say("in force"), sentence)


def _ended(block: Block, until: date, today: date, speech: Speech) -> Force:
    days = block.days_in_force(today) or 0
    about = block.since_about or block.until_about
    sentence = speech.say(
        ENDED if days else NO_DAY,
        since=_since(block, speech),
        until=about_day(until, block.until_about, speech),
    )
    after = speech.say("day in force") if days == 1 else speech.say("days in force")
    return Force("ended", days, speech.say("about") if about else "", after, sentence)


def _confirmed(block: Block, confirmed: date, speech: Speech) -> Force:
    sentence = speech.say(
        CONFIRMED, since=_since(block, speech), confirmed=speech.short_day(confirmed)
    )
    before = speech.say("about day") if block.since_about else speech.say("day")
    after = speech.say("when last confirmed")
    return Force("last-confirmed", block.days_confirmed() or 0, before, after, sentence)


def _state(block: Block) -> str:
    if block.until is not None:
        return "ended"
    return "last-confirmed" if block.last_confirmed is not None else "in-force"


def _without_beginning(block: Block, speech: Speech) -> Iterator[str]:
    yield speech.say(UNKNOWN_ABOUT if block.since_about else UNKNOWN, since=_since(block, speech))
    if block.until is not None:
        until = about_day(block.until, block.until_about, speech)
        yield speech.say(ENDED_ABOUT if block.until_about else ENDED_ON, until=until)
    elif block.last_confirmed == block.since:
        yield speech.say(NO_END)
    elif block.last_confirmed is not None:
        confirmed = speech.short_day(block.last_confirmed)
        yield speech.say(LAST_CONFIRMED, confirmed=confirmed)


def _since(block: Block, speech: Speech) -> str:
    return about_day(block.since, block.since_about, speech)
