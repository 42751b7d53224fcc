"""The four answers at the top of a list: of requests, or of figures of many bodies together."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from tracker.domain.case.case_status import Phase
from tracker.domain.record.body_results import SILENCES
from tracker.domain.record.scorecard import Scorecard
from tracker.services.core.naming import PUBLIC_PHASES
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.charts import BarShare
from tracker.web.base.language import gettext, page_locale
from tracker.web.record.words.figures import FIGURES, figures_text

_RESPONSE = (
    Phase.ANSWERED,
    Phase.PARTLY_ANSWERED,
    Phase.REFUSED,
    Phase.NOT_HELD,
    Phase.GRANTED,
    Phase.FEE_PAID,
)
_NO_RESPONSE = tuple(phase for phase in Phase if phase in SILENCES)
_APPEALED = (Phase.APPEALED, Phase.DECIDED)
_OTHERS = tuple(each for each in Phase if each not in (*_RESPONSE, *_NO_RESPONSE, *_APPEALED))
# Values that are named after the commonest.
_ALSO_NAMED = 2


def requests_answers(count: int, phases: Mapping[str, int]) -> tuple[CardAnswer, ...]:
    """Return how many requests there are, and how many have as their latest status a response,
    no response or decision in time, or an appeal that is open or decided.

    `phases` are the requests in each phase, fewer than `count` if they are a part of the list.
    """
    without = _number(phases, _NO_RESPONSE)
    return (
        CardAnswer(gettext("How many?"), str(count), _named(phases, _OTHERS)),
        CardAnswer(
            gettext("Response logged"),
            str(_number(phases, _RESPONSE)),
            _named(phases, _RESPONSE),
        ),
        CardAnswer(
            gettext("No response now"),
            str(without),
            _named(phases, _NO_RESPONSE),
            tone="late" if without else "",
        ),
        CardAnswer(
            gettext("Appealed"), str(_number(phases, _APPEALED)), _named(phases, _APPEALED)
        ),
    )


def phases_named(phases: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """Yield each phase that requests are in, with its public name and their number."""
    for phase in Phase:
        if number := phases.get(phase, 0):
            yield phase.value, gettext(PUBLIC_PHASES[phase]), number


def _number(phases: Mapping[str, int], among: Collection[Phase]) -> int:
    return sum(phases.get(phase, 0) for phase in among)


def _named(phases: Mapping[str, int], among: Collection[Phase]) -> str:
    """Return the public names of some phases with the number of requests in each."""
    return numbered({name: n for key, name, n in phases_named(phases) if key in among})


def numbered(values: Mapping[str, int]) -> str:
    """Return values with the number of each, as a list in words; empty for none."""
    return page_locale().apart(
        gettext("{outcome}: {number}", outcome=words, number=number)
        for words, number in values.items()
    )


def commonest(
    question: str,
    found: Iterable[tuple[str, int]],
    last: Collection[str] = (),
    *,
    once: bool = True,
) -> CardAnswer:
    """Return the most frequent values as the answer to a question, with their numbers; a dash if
    there are none. Values in `last` come after all others.

    The other values are summed, unless one thing may have several (`once` is false).
    """
    ordered = sorted(found, key=lambda each: (each[0] in last, -each[1]))
    if not ordered:
        return CardAnswer(question, "–")
    named = dict(ordered[1 : 1 + _ALSO_NAMED])
    left = sum(number for _, number in ordered[1 + _ALSO_NAMED :])
    if left and once:
        named[gettext("other")] = left
    return CardAnswer(question, numbered(dict(ordered[:1])), numbered(named))


def bodies_answers(
    card: Scorecard, asked: int, hear: int, keys: Collection[str], kept: tuple[BarShare, ...]
) -> tuple[CardAnswer, ...]:
    """Return how many bodies were asked, how many hear appeals, and these figures of all of them
    together; `kept` is the bar of the answers that were in time."""
    others = {gettext("Appeal bodies"): hear} if hear else {}
    told = figures_text(card, (figure for figure in FIGURES if figure.key in keys))
    return (
        CardAnswer(gettext("Bodies asked for a legal basis"), str(asked), numbered(others)),
        *(
            CardAnswer(each.name, each.value, bar=kept if each.key == "in-time" else ())
            for each in told
        ),
    )
