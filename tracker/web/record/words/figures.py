"""The figures of a scorecard: the name, counting rule and wording of each.

The pages of bodies, the comparison and the page on method use this one table, so that figures and
rules always agree.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from tracker.domain.record.body_results import IN_DOUBT, BodyResult
from tracker.domain.record.scorecard import Scorecard, Share, Spread
from tracker.web.base.language import lazy_gettext, page_locale

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
        "{part} of {number} question about the legal basis fully disclosed.",
        "{part} of {number} questions about the legal basis fully disclosed.",
        disclosed.whole,
        part=disclosed.part,
    )


def _days(spread: Spread) -> str:
    """Return the median with the number of cases; for few cases, each value."""
    if not spread.number:
        return gettext("none to count yet")
    if spread.few:
        each = page_locale().listed([str(each) for each in spread.each])
        return gettext("{each} (of {number})", each=each, number=spread.number)
    half, odd = divmod(spread.twice_median, 2)
    middle = f"{half}.5" if odd else str(half)
    return gettext("median {days} (of {number})", days=middle, number=spread.number)


REQUESTS = (
    Figure(
        "requests",
        lazy_gettext("Requests on record"),
        lazy_gettext(
            "Each request on this record that the body had to answer, one that another body "
            "handed on to it among them; a record that was withheld is not counted, nor is a "
            "request that is not on record as sent, or that was brought back."
        ),
        lambda card: card.asked.all,
    ),
    Figure(
        "in-time",
        lazy_gettext("Answered in time"),
        lazy_gettext(
            "An answer of any kind, a refusal too, that came no later than the first day on which "
            "the time allowed may have ended; out of the requests of which it is known whether "
            "the time was kept: answered in time, answered late, or not answered."
        ),
        lambda card: card.asked.share(BodyResult.IN_TIME),
    ),
    Figure(
        "late",
        lazy_gettext("Answered late"),
        lazy_gettext(
            "An answer that came after even the longest time that the law could allow had surely "
            "passed, which is on the record; out of the same requests."
        ),
        lambda card: card.asked.share(BodyResult.LATE),
    ),
    Figure(
        "silent",
        lazy_gettext("Not answered in the time allowed"),
        lazy_gettext(
            "No answer is on record, receipt is proved, and even the longest time that the law "
            "could allow has surely passed; out of the same requests."
        ),
        lambda card: card.asked.share(BodyResult.SILENT),
    ),
    Figure(
        "in-doubt",
        lazy_gettext("In doubt"),
        lazy_gettext(
            "An answer that came between the first and the last day on which the time may have "
            "ended, or whose time is provisional or not on record; and a silence whose date is "
            "provisional, or beside which a paper waits to be read. These count neither as kept "
            "nor as missed."
        ),
        lambda card: card.asked.number(*IN_DOUBT),
    ),
    Figure(
        "open",
        lazy_gettext("Still open, or withdrawn"),
        lazy_gettext(
            "Requests that are still in time or past the ordinary limit only, whose receipt is "
            "not proved, or that were withdrawn before an answer was due."
        ),
        lambda card: card.asked.number(BodyResult.OPEN, BodyResult.WITHDRAWN),
    ),
    Figure(
        "handed-on",
        lazy_gettext("Handed on to another body"),
        lazy_gettext(
            "Requests that the body handed on, while its own time had not surely passed."
        ),
        lambda card: card.asked.number(BodyResult.TRANSFERRED),
    ),
    Figure(
        "days",
        lazy_gettext("Days to an answer"),
        lazy_gettext(
            "Calendar days from the last day on which the request may have been received to the "
            "first on which the answer may have been given, of the first answer to each request "
            "of which both are on record: the one in the middle, or of fewer than five each one."
        ),
        lambda card: card.asked.days,
    ),
)

SUBSTANCE = (
    Figure(
        "disclosed",
        lazy_gettext("Questions on the legal basis disclosed"),
        lazy_gettext(
            "Questions that the body answered in full; out of all questions of the requests that "
            "it answered or surely left without an answer. What gave most counts, where several "
            "answers speak of one question."
        ),
        lambda card: card.disclosed,
    ),
    Figure(
        "partly",
        lazy_gettext("Disclosed in part"),
        lazy_gettext(
            "Questions that the body answered in part, and none in full; out of the same."
        ),
        lambda card: card.partly,
    ),
    Figure(
        "as-record",
        lazy_gettext("By the record itself"),
        lazy_gettext(
            "Questions for which the record itself was given, and not only a statement about it; "
            "out of those disclosed in full or in part."
        ),
        lambda card: card.as_record,
    ),
    Figure(
        "unnamed",
        lazy_gettext("Refusals that name no exact exemption"),
        lazy_gettext(
            "Answers that name no clause of an exemption for at least one question that they "
            "refuse; out of the answers that refuse at least one question."
        ),
        lambda card: card.unnamed,
    ),
    Figure(
        "won",
        lazy_gettext("Appeals won by the requester"),
        lazy_gettext(
            "Appeals and reviews about the body that were allowed, in whole or in part; out of "
            "those that were decided on their merits. The latest decision on each counts."
        ),
        lambda card: card.won,
    ),
)

HEARD = (
    Figure(
        "appeals",
        lazy_gettext("Appeals on record"),
        lazy_gettext("Each appeal on this record that was filed with the body."),
        lambda card: card.heard.all,
    ),
    Figure(
        "decided-in-time",
        lazy_gettext("Decided in time"),
        lazy_gettext(
            "A decision that came no later than the first day on which the time allowed may have "
            "ended; out of the appeals of which it is known whether the time was kept: decided in "
            "time, decided late, or not decided."
        ),
        lambda card: card.heard.share(BodyResult.IN_TIME),
    ),
    Figure(
        "decided-late",
        lazy_gettext("Decided late"),
        lazy_gettext(
            "A decision that came after even the longest time that the law could allow had surely "
            "passed, which is on the record; out of the same appeals."
        ),
        lambda card: card.heard.share(BodyResult.LATE),
    ),
    Figure(
        "not-decided",
        lazy_gettext("Not decided in the time allowed"),
        lazy_gettext(
            "No decision is on record, and even the longest time that the law could allow has "
            "surely passed; out of the same appeals."
        ),
        lambda card: card.heard.share(BodyResult.SILENT),
    ),
    Figure(
        "appeals-in-doubt",
        lazy_gettext("Appeals in doubt"),
        lazy_gettext(
            "Appeals of which it is not sure whether the time was kept, as with requests: these "
            "count neither as kept nor as missed. Where the law sets no time, each decision is "
            "one of them."
        ),
        lambda card: card.heard.number(*IN_DOUBT),
    ),
    Figure(
        "appeals-open",
        lazy_gettext("Appeals still open, or withdrawn"),
        lazy_gettext(
            "Appeals that are still in time, or that were withdrawn before a decision was due."
        ),
        lambda card: card.heard.number(BodyResult.OPEN, BodyResult.WITHDRAWN),
    ),
    Figure(
        "decision-days",
        lazy_gettext("Days to a decision"),
        lazy_gettext(
            "Calendar days from the filing of the appeal to the first day on which its latest "
            "decision may have been given: the one in the middle, or of fewer than five each one."
        ),
        lambda card: card.heard.days,
    ),
    Figure(
        "allowed",
        lazy_gettext("Appeals allowed"),
        lazy_gettext(
            "Appeals that the body allowed, in whole or in part; out of those that it decided on "
            "their merits."
        ),
        lambda card: card.allowed,
    ),
)

FIGURES = (*REQUESTS, *SUBSTANCE, *HEARD)
