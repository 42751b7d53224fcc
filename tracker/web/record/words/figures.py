"""The figures of a scorecard: the name, counting rule and wording of each.

The pages of bodies, the comparison and the page on method use this one table, so that figures and
rules always agree.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracker.domain.record.body_results import IN_DOUBT, BodyResult
from tracker.domain.record.scorecard import Scorecard, Share, Spread
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale

# A number, a share of a whole, or how often each number of days was taken.
Value = int | Share | Spread


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `reads` takes it from a scorecard, `rule` is its whole counting rule."""

    key: str
    name: str
    rule: str
    reads: Callable[[Scorecard], Value]


@dataclass(frozen=True, slots=True)
class FigureText:
    """A figure of one scorecard in words, and the number it is based on."""

    key: str
    name: str
    value: str
    number: int


def figures_text(card: Scorecard, figures: Iterable[Figure]) -> tuple[FigureText, ...]:
    """Return these figures of a scorecard in words."""
    return tuple(_told(figure, figure.reads(card)) for figure in figures)


def _told(figure: Figure, value: Value) -> FigureText:
    return FigureText(figure.key, figure.name, figure_words(value), rests_on(value))


def figure_words(value: Value) -> str:
    """Return a figure in words: a share with its whole, days with the number of cases."""
    if isinstance(value, Share):
        return of(value)
    return str(value) if isinstance(value, int) else _days(value)


def rests_on(value: Value) -> int:
    """Return the number that a figure is based on."""
    if isinstance(value, Share):
        return value.whole
    return value if isinstance(value, int) else value.number


def of(share: Share) -> str:
    """Return `2 of 3`; with a percentage only from five on, since it would be misleading for
    fewer."""
    if not share.whole:
        return gettext("none to count yet")
    if share.few:
        return gettext("{part} of {whole}", part=share.part, whole=share.whole)
    return gettext(
        "{part} of {whole} ({percent}%)",
        part=share.part,
        whole=share.whole,
        percent=share.percent,
    )


def disclosed_words(disclosed: Share) -> str:
    """Return the sentence on a legal basis that headlines carry: the questions that were fully
    disclosed of those that were asked."""
    return ngettext(
        "{part} of {number} item of the legal basis fully disclosed.",
        "{part} of {number} items of the legal basis fully disclosed.",
        disclosed.whole,
        part=disclosed.part,
    )


def _days(spread: Spread) -> str:
    """Return the median with the number of cases; for few cases, each value."""
    if not spread.number:
        return gettext("none to count yet")
    if spread.few:
        return page_locale().listed([str(each) for each in spread.each])
    middle = median_of(spread)
    return gettext("median {days}, based on {number}", days=middle, number=spread.number)


def median_of(spread: Spread) -> str:
    """Return the median: a whole number, or one and a half."""
    half, odd = divmod(spread.twice_median, 2)
    return f"{half}.5" if odd else str(half)


REQUESTS = (
    Figure(
        "requests",
        lazy_gettext("Requests"),
        lazy_gettext(
            "Requests published here that the body had to answer, including those transferred to "
            "it. Records taken down, requests not shown as sent, and requests that came back are "
            "not counted."
        ),
        lambda card: card.asked.all,
    ),
    Figure(
        "in-time",
        lazy_gettext("Answered in time"),
        lazy_gettext(
            "Responses of any kind, including refusals, that came no later than the earliest day "
            "the time limit may have ended. Base: requests where we know whether the time limit "
            "was kept (answered in time, answered late, or no response)."
        ),
        lambda card: card.asked.share(BodyResult.IN_TIME),
    ),
    Figure(
        "late",
        lazy_gettext("Answered late"),
        lazy_gettext(
            "Responses that came after the maximum time limit had certainly passed, where that "
            "is recorded. Same base."
        ),
        lambda card: card.asked.share(BodyResult.LATE),
    ),
    Figure(
        "silent",
        lazy_gettext("No response in time"),
        lazy_gettext(
            "Requests with proof of receipt and no response, after the maximum time limit has "
            "certainly passed. Same base."
        ),
        lambda card: card.asked.share(BodyResult.SILENT),
    ),
    Figure(
        "in-doubt",
        lazy_gettext("In doubt"),
        lazy_gettext(
            "Responses that came between the earliest and latest day the time limit may have "
            "ended, or whose time limit is provisional or not recorded; and non-responses whose "
            "date is provisional or which an unread document may disprove. They count neither as "
            "kept nor as missed."
        ),
        lambda card: card.asked.number(*IN_DOUBT),
    ),
    Figure(
        "open",
        lazy_gettext("Still open, or withdrawn"),
        lazy_gettext(
            "Requests still in time or past the standard limit only, without proof of receipt, "
            "or withdrawn before a response was due."
        ),
        lambda card: card.asked.number(BodyResult.OPEN, BodyResult.WITHDRAWN),
    ),
    Figure(
        "handed-on",
        lazy_gettext("Transferred to another body"),
        lazy_gettext(
            "Requests that the body transferred before its own time limit had certainly passed."
        ),
        lambda card: card.asked.number(BodyResult.TRANSFERRED),
    ),
    Figure(
        "without-limit",
        lazy_gettext("Petitions, without a time limit"),
        lazy_gettext(
            "Petitions to a body that no information law binds, whether it answered or not. They "
            "count neither as in time nor as late, and never as a non-response."
        ),
        lambda card: card.asked.number(BodyResult.WITHOUT_LIMIT),
    ),
    Figure(
        "days",
        lazy_gettext("Days to respond"),
        lazy_gettext(
            "Calendar days from the latest day the request may have been received to the "
            "earliest day the response may have been given, for the first response to each "
            "request where both are recorded. We give the median or, for fewer than 5, each "
            "value."
        ),
        lambda card: card.asked.days,
    ),
)

SUBSTANCE = (
    Figure(
        "disclosed",
        lazy_gettext("Items of the legal basis disclosed"),
        lazy_gettext(
            "Items answered in full, as a share of all items in requests that the body answered "
            "or certainly did not answer. If several responses deal with one item, the fullest "
            "counts."
        ),
        lambda card: card.disclosed,
    ),
    Figure(
        "partly",
        lazy_gettext("Partly disclosed"),
        lazy_gettext("Items that the body answered in part and never in full. Same base."),
        lambda card: card.partly,
    ),
    Figure(
        "as-record",
        lazy_gettext("With the record itself"),
        lazy_gettext(
            "Items for which the record itself was given and not only a statement about it, as a "
            "share of items disclosed in full or in part."
        ),
        lambda card: card.as_record,
    ),
    Figure(
        "unnamed",
        lazy_gettext("Refusals that name no exact exemption"),
        lazy_gettext(
            "Responses that refuse at least one item and name no exemption clause for it, as a "
            "share of all responses that refuse at least one item."
        ),
        lambda card: card.unnamed,
    ),
    Figure(
        "won",
        lazy_gettext("Appeals won by the requester"),
        lazy_gettext(
            "Appeals and reviews about the body that were allowed, in whole or in part, as a "
            "share of those decided on their merits. The latest decision on each counts."
        ),
        lambda card: card.won,
    ),
)

HEARD = (
    Figure(
        "appeals",
        lazy_gettext("Appeals"),
        lazy_gettext("Every published appeal that was filed with the body."),
        lambda card: card.heard.all,
    ),
    Figure(
        "decided-in-time",
        lazy_gettext("Decided in time"),
        lazy_gettext(
            "Decisions made no later than the earliest day the time limit may have ended. Base: "
            "appeals where we know whether the time limit was kept (decided in time, decided "
            "late, or not decided)."
        ),
        lambda card: card.heard.share(BodyResult.IN_TIME),
    ),
    Figure(
        "decided-late",
        lazy_gettext("Decided late"),
        lazy_gettext(
            "Decisions made after the maximum time limit had certainly passed, where that is "
            "recorded. Same base."
        ),
        lambda card: card.heard.share(BodyResult.LATE),
    ),
    Figure(
        "not-decided",
        lazy_gettext("No decision in time"),
        lazy_gettext(
            "Appeals with no decision after the maximum time limit has certainly passed. Same "
            "base."
        ),
        lambda card: card.heard.share(BodyResult.SILENT),
    ),
    Figure(
        "appeals-in-doubt",
        lazy_gettext("Appeals in doubt"),
        lazy_gettext(
            "Appeals where we are not certain whether the time limit was kept, as for requests. "
            "They count neither as kept nor as missed. Where the law sets no time limit, every "
            "decision counts here."
        ),
        lambda card: card.heard.number(*IN_DOUBT),
    ),
    Figure(
        "appeals-open",
        lazy_gettext("Appeals still open, or withdrawn"),
        lazy_gettext("Appeals still in time, or withdrawn before a decision was due."),
        lambda card: card.heard.number(BodyResult.OPEN, BodyResult.WITHDRAWN),
    ),
    Figure(
        "decision-days",
        lazy_gettext("Days to a decision"),
        lazy_gettext(
            "Calendar days from filing the appeal to the earliest day its latest decision may "
            "have been given: the median or, for fewer than 5, each value."
        ),
        lambda card: card.heard.days,
    ),
    Figure(
        "allowed",
        lazy_gettext("Appeals allowed"),
        lazy_gettext(
            "Appeals allowed by the body, in whole or in part, as a share of those it decided on "
            "their merits."
        ),
        lambda card: card.allowed,
    ),
)

FIGURES = (*REQUESTS, *SUBSTANCE, *HEARD)
