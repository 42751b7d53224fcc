"""The card at the top of a body's page: its state, one sentence, and four answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.record.body_results import IN_DOUBT, BodyResult
from tracker.domain.record.scorecard import ResultCounts, Scorecard, Spread
from tracker.domain.record.scorecard import Share as Part
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.charts import BarShare, shares
from tracker.web.base.language import gettext, ngettext, page_locale
from tracker.web.record.words.figures import disclosed_words, figure_words, median_of, of
from tracker.web.record.words.outcome_bars import OutcomeBar


@dataclass(frozen=True, slots=True)
class BodyCard:
    """The card: a state with its tone, sentences, and the answers."""

    state: str
    tone: str
    says: str
    answers: tuple[CardAnswer, ...]


def card_of(card: Scorecard, bar: OutcomeBar) -> BodyCard:
    """Return the card of a body: as one that answers requests, or as one that decides appeals.

    `bar` has the questions put to it.
    """
    if card.asked.all:
        return _of_asked(card, bar)
    if card.heard.all:
        return _of_appeal_body(card)
    nothing = gettext("No request or appeal to this body has been published yet.")
    return BodyCard(gettext("Not asked on this record"), "", nothing, ())


def _of_asked(card: Scorecard, bar: OutcomeBar) -> BodyCard:
    kept = card.asked
    late, silent = kept.number(BodyResult.LATE), kept.number(BodyResult.SILENT)
    state, tone = _state(kept.known, late, silent)
    in_time = kept.share(BodyResult.IN_TIME)
    says = [
        ngettext(
            "It answered {part} of {number} request in time.",
            "It answered {part} of {number} requests in time.",
            in_time.whole,
            part=in_time.part,
        )
        if in_time.whole
        else gettext("It is not known yet whether it answered in time.")
    ]
    if late:
        says.append(
            ngettext(
                "{number} answer came after the maximum time limit.",
                "{number} answers came after the maximum time limit.",
                late,
            )
        )
    if card.disclosed.whole:
        says.append(disclosed_words(card.disclosed))
    return BodyCard(state, tone, " ".join(says), tuple(_answers(card, bar)))


def _state(known: int, late: int, silent: int) -> tuple[str, str]:
    if silent:
        words = gettext("{part} of {number} not answered", part=silent, number=known)
        return words, "late"
    if late:
        return gettext("{part} of {number} answered late", part=late, number=known), "part"
    return (gettext("Answered in time"), "good") if known else (gettext("Not known yet"), "")


def _answers(card: Scorecard, bar: OutcomeBar) -> Iterator[CardAnswer]:
    kept = card.asked
    yield CardAnswer(
        gettext("Does it answer in time?"),
        of(kept.share(BodyResult.IN_TIME)),
        page_locale().listed(list(_not_in_time(card))),
        _in_time_bar(kept),
    )
    yield CardAnswer(
        gettext("How long does it take?"),
        _days(kept.days, gettext("{days} days (median of {number} answers)")),
        gettext("calendar days to an answer"),
    )
    yield _disclosure(card, bar)
    yield CardAnswer(
        gettext("Do its refusals hold?"),
        gettext("Requesters won {share} appeals", share=of(card.won))
        if card.won.whole
        else gettext("No appeal decided"),
        " ".join(_refusals(card)),
    )


def _days(spread: Spread, median: str) -> str:
    """Return the median in the words of `median`; for few cases, each value."""
    if not spread.number:
        return figure_words(spread)
    if spread.few:
        return ngettext("{days} day", "{days} days", spread.each[-1], days=figure_words(spread))
    return median.format(days=median_of(spread), number=spread.number)


def _not_in_time(card: Scorecard) -> Iterator[str]:
    kept = card.asked
    if late := kept.number(BodyResult.LATE):
        yield gettext("{number} after the maximum time limit", number=late)
    if silent := kept.number(BodyResult.SILENT):
        yield gettext("{number} not at all", number=silent)
    if doubted := kept.number(*IN_DOUBT):
        yield gettext("{number} in doubt", number=doubted)
    if others := kept.all - kept.known - kept.number(*IN_DOUBT):
        yield gettext("{number} open, withdrawn or transferred", number=others)


def _disclosure(card: Scorecard, bar: OutcomeBar) -> CardAnswer:
    more = [bar.words] if bar.words else []
    if card.as_record.whole:
        more.append(
            gettext(
                "{part} of {number} with the record itself",
                part=card.as_record.part,
                number=card.as_record.whole,
            )
        )
    return CardAnswer(
        gettext("What does it disclose?"),
        of(card.disclosed),
        page_locale().listed(more),
        bar.shares,
    )


def _refusals(card: Scorecard) -> Iterator[str]:
    if card.unnamed.whole:
        yield ngettext(
            "No exact exemption is named in {part} of {number} refusal.",
            "No exact exemption is named in {part} of {number} refusals.",
            card.unnamed.whole,
            part=card.unnamed.part,
        )


def _of_appeal_body(card: Scorecard) -> BodyCard:
    kept = card.heard
    late, silent = kept.number(BodyResult.LATE), kept.number(BodyResult.SILENT)
    if silent:
        state = gettext("{part} of {number} not decided", part=silent, number=kept.known), "late"
    elif late:
        state = gettext("{part} of {number} decided late", part=late, number=kept.known), "part"
    elif kept.known:
        state = gettext("Decided in time"), "good"
    else:
        state = gettext("Not known yet"), ""
    in_time = kept.share(BodyResult.IN_TIME)
    says = ngettext(
        "It decided {part} of {number} appeal in time.",
        "It decided {part} of {number} appeals in time.",
        in_time.whole,
        part=in_time.part,
    )
    return BodyCard(*state, says, tuple(_appeal_answers(card, in_time)))


def _appeal_answers(card: Scorecard, in_time: Part) -> Iterator[CardAnswer]:
    kept = card.heard
    doubted = kept.number(*IN_DOUBT)
    rest = kept.all - kept.known - doubted
    yield CardAnswer(gettext("Does it decide in time?"), of(in_time), bar=_in_time_bar(kept))
    yield CardAnswer(
        gettext("How long does it take?"),
        _days(kept.days, gettext("{days} days (median of {number} decisions)")),
        gettext("calendar days to a decision"),
    )
    yield CardAnswer(gettext("Does it allow appeals?"), of(card.allowed))
    yield CardAnswer(
        gettext("What is not known yet?"),
        gettext("{number} in doubt", number=doubted),
        gettext("{number} open or withdrawn", number=rest),
    )


def _in_time_bar(kept: ResultCounts) -> tuple[BarShare, ...]:
    """Return the requests or appeals of a body as a bar: in time, late, and without a result."""
    return shares(
        [
            ("given", kept.number(BodyResult.IN_TIME)),
            ("part", kept.number(BodyResult.LATE)),
            ("none", kept.number(BodyResult.SILENT)),
        ]
    )
