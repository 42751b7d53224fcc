"""How long a block has been in force, in words that separate the known from the unknown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.law.block import Block, Execution
from tracker.web.base.language import gettext, ngettext, page_locale, worded
from tracker.web.record.words.days import about_day


@dataclass(frozen=True, slots=True)
class Force:
    """The state of a block on a day: the number of days, the phrase that contains it, and a
    sentence on the days it is based on. `order_only` marks an order that no source says was
    carried out."""

    state: str
    days: int
    phrase: str
    sentence: str
    order_only: bool = False

    @property
    def around(self) -> tuple[str, str]:
        """Return the words of the phrase before and after the number."""
        before, _, after = self.phrase.partition(str(self.days))
        return before.strip(), after.strip()


def force_of(block: Block, today: date) -> Force:
    """Return how long `block` has been in force by `today`; the day of restoration is not
    counted."""
    found = _force(block, today)
    return replace(found, sentence=" ".join((found.sentence, *_of_the_order(block))))


def _force(block: Block, today: date) -> Force:
    if not block.carried_out:
        return Force(state_of(block), 0, "", " ".join(_not_carried_out(block)), order_only=True)
    if block.since_unknown:
        return Force(state_of(block), 0, "", " ".join(_without_beginning(block)))
    if block.until is not None:
        return _ended(block, block.until, today)
    if block.last_confirmed is not None:
        return _confirmed(block, block.last_confirmed)
    return _standing(block, today)


def _not_carried_out(block: Block) -> Iterator[str]:
    """Yield what is known of an order that was not carried out, or may not have been."""
    since = _since(block)
    if block.executed is Execution.NO:
        yield gettext("Ordered: {since}. It was not carried out.", since=since)
    else:
        yield gettext("Ordered: {since}. We do not know whether it was carried out.", since=since)
    if block.until is not None:
        until = about_day(block.until, block.until_about)
        yield gettext("The order ended: {until}.", until=until)


def _of_the_order(block: Block) -> Iterator[str]:
    """Yield who carried an order out, what it said of its own end, and what limits its days."""
    if block.executed is Execution.IN_PART:
        yield gettext("It was carried out only in part.")
    if block.executed_by:
        yield gettext("Carried out by: {executors}.", executors=worded(block.executed_by))
    if block.ordered_until:
        day = page_locale().short_day(block.ordered_until)
        yield gettext("The order set {day} as its end.", day=day)
    if block.hours:
        yield gettext("It was repeated: {hours}.", hours=worded(block.hours))


def _standing(block: Block, today: date) -> Force:
    days, since = block.days_in_force(today) or 0, _since(block)
    if days:
        counted_on = page_locale().short_day(today)
        sentence = gettext("Since {since}, as of {today}.", since=since, today=counted_on)
    else:
        sentence = gettext("From {since}.", since=since)
    phrase = gettext("day {days} in force", days=days)
    if block.since_about:
        phrase = gettext("about day {days} in force", days=days)
    return Force("in-force", days, phrase, sentence)


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
    phrase = ngettext("{days} day in force", "{days} days in force", days, days=days)
    if block.since_about or block.until_about:
        phrase = ngettext(
            "about {days} day in force", "about {days} days in force", days, days=days
        )
    return Force("ended", days, phrase, sentence)


def _confirmed(block: Block, confirmed: date) -> Force:
    sentence = gettext(
        "Since {since}. Last confirmed on {confirmed}. We do not know whether or when it ended.",
        since=_since(block),
        confirmed=page_locale().short_day(confirmed),
    )
    days = block.days_confirmed() or 0
    phrase = gettext("day {days} when last confirmed", days=days)
    if block.since_about:
        phrase = gettext("about day {days} when last confirmed", days=days)
    return Force("last-confirmed", days, phrase, sentence)


def state_of(block: Block) -> str:
    """Return the state of a block, for a list that needs no words about its days."""
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
