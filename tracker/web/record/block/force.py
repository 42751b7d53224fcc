"""How long a block has been in force, in words that separate the known from the unknown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from tracker.domain.law.block import Block
from tracker.web.base.language import page_locale
from tracker.web.record.words.days import about_day


@dataclass(frozen=True, slots=True)
class Force:
    """The state of a block on a day: the words `before` the number of days, the words `after` it,
    and a sentence on the days it is based on."""

    state: str
    days: int
    before: str
    after: str
    sentence: str


def force_of(block: Block, today: date) -> Force:
    """Return how long `block` has been in force by `today`; the day of restoration is not
    counted."""
    if block.since_unknown:
        return Force(_state(block), 0, "", "", " ".join(_without_beginning(block)))
    if block.until is not None:
        return _ended(block, block.until, today)
    if block.last_confirmed is not None:
        return _confirmed(block, block.last_confirmed)
    return _standing(block, today)


def _standing(block: Block, today: date) -> Force:
    days, since = block.days_in_force(today) or 0, _since(block)
    if days:
        counted_on = page_locale().short_day(today)
        sentence = gettext("Since {since}, as of {today}.", since=since, today=counted_on)
    else:
        sentence = gettext("From {since}.", since=since)
    before = gettext("about day") if block.since_about else gettext("day")
    return Force("in-force", days, before, gettext("in force"), sentence)


def _ended(block: Block, until: date, today: date) -> Force:
    days, since = block.days_in_force(today) or 0, _since(block)
    ended = about_day(until, block.until_about)
    if days:
        sentence = gettext(
            "{since} to {until}. The day access was restored is not counted.",
            since=since,
            until=ended,
        )
    else:
        sentence = gettext("From {since} to {until}: less than a day.", since=since, until=ended)
    about = gettext("about") if block.since_about or block.until_about else ""
    after = gettext("day in force") if days == 1 else gettext("days in force")
    return Force("ended", days, about, after, sentence)


def _confirmed(block: Block, confirmed: date) -> Force:
    sentence = gettext(
        "Since {since}. Last confirmed on {confirmed}. We do not know whether or when it ended.",
        since=_since(block),
        confirmed=page_locale().short_day(confirmed),
    )
    before = gettext("about day") if block.since_about else gettext("day")
    days = block.days_confirmed() or 0
    return Force("last-confirmed", days, before, gettext("when last confirmed"), sentence)


def _state(block: Block) -> str:
    if block.until is not None:
        return "ended"
    return "last-confirmed" if block.last_confirmed is not None else "in-force"


def _without_beginning(block: Block) -> Iterator[str]:
    """Yield what is known of a block with an unknown beginning: it has no first day to count
    from."""
    since = _since(block)
    if block.since_about:
        yield gettext("We do not know when it began. First reported {since}.", since=since)
    else:
        yield gettext("We do not know when it began. First reported on {since}.", since=since)
    yield from _how_it_ended(block)


def _how_it_ended(block: Block) -> Iterator[str]:
    if block.until is not None:
        until = about_day(block.until, block.until_about)
        if block.until_about:
            yield gettext("It ended {until}.", until=until)
        else:
            yield gettext("It ended on {until}.", until=until)
    elif block.last_confirmed == block.since:
        yield gettext("We do not know whether or when it ended.")
    elif block.last_confirmed is not None:
        yield gettext(
            "Last confirmed on {confirmed}. We do not know whether or when it ended.",
            confirmed=page_locale().short_day(block.last_confirmed),
        )


def _since(block: Block) -> str:
    return about_day(block.since, block.since_about)
