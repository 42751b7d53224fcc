"""The results of questions as one bar, with the numbers in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.law.outcome import Outcome
from tracker.domain.record.question_results import OPEN_RESULT, SILENT
from tracker.domain.record.scorecard import Share
from tracker.domain.record.tally import NO_ANSWER, REFUSING
from tracker.web.base.charts import BarFill, BarShare
from tracker.web.base.charts import shares as bar_shares
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale

# The parts of a bar, in their order.
_ORDER: tuple[BarFill, ...] = ("given", "part", "refused", "other", "none", "allowed")
_FILLS: Mapping[str, BarFill] = {
    Outcome.DISCLOSED: "given",
    Outcome.PARTLY_DISCLOSED: "part",
    **dict.fromkeys(REFUSING, "refused"),
    SILENT: "none",
    NO_ANSWER: "none",
    OPEN_RESULT: "allowed",
}
LEGEND: tuple[tuple[BarFill, str], ...] = (
    ("given", lazy_gettext("Disclosed")),
    ("part", lazy_gettext("Partly disclosed")),
    ("refused", lazy_gettext("Refused")),
    ("other", lazy_gettext("Not held, offered for a fee, sent elsewhere or not addressed")),
    ("none", lazy_gettext("No response")),
    ("allowed", lazy_gettext("No outcome recorded")),
)


@dataclass(frozen=True, slots=True)
class OutcomeBar:
    """The questions put to one body, about one block or in all: `disclosed` of how many, the parts
    of the bar, and the other parts in words."""

    disclosed: Share
    shares: tuple[BarShare, ...]
    words: str
    fills: frozenset[BarFill]


def fill_of(state: str) -> BarFill:
    """Return the part of a bar to which the state of a question belongs."""
    return _FILLS.get(state, "other")


def outcome_bar(states: Iterable[tuple[str, int]]) -> OutcomeBar:
    """Return the bar of questions: each state comes with the number of questions in it."""
    found: Counter[BarFill] = Counter()
    for state, number in states:
        found[fill_of(state)] += number
    return OutcomeBar(
        disclosed=Share(found["given"], found.total()),
        shares=bar_shares([(fill, found[fill]) for fill in _ORDER]),
        words=page_locale().listed(
            [_numbered(fill, found[fill]) for fill in _ORDER[1:] if found[fill]]
        ),
        fills=frozenset(fill for fill, number in found.items() if number),
    )


def outcome_legend(bars: Iterable[OutcomeBar]) -> tuple[tuple[str, str], ...]:
    """Return the parts that occur in any of these bars, each with its meaning."""
    used = {fill for bar in bars for fill in bar.fills}
    return tuple((fill, str(words)) for fill, words in LEGEND if fill in used)


def _numbered(fill: BarFill, number: int) -> str:
    match fill:
        case "part":
            return gettext("{number} in part", number=number)
        case "refused":
            return gettext("{number} refused", number=number)
        case "none":
            return gettext("{number} without a response", number=number)
        case "allowed":
            return ngettext(
                "{number} with no outcome recorded", "{number} with no outcome recorded", number
            )
        case _:
            return gettext("{number} otherwise", number=number)
