"""The four answers at the top of a block: who ordered it, on what law, what the bodies said when
they were asked, and which public demands were met."""

from collections.abc import Iterator, Sequence

from tracker.domain.law.block import Block, BlockOrder
from tracker.domain.law.questions import Element
from tracker.domain.law.statement import DemandState, Statement
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.fragments import made_once
from tracker.web.base.language import gettext, ngettext, page_locale, worded
from tracker.web.record.block.grid import BlockGrid
from tracker.web.record.block.powers import PowerNamed
from tracker.web.record.words.days import known_day

_ORDERS = 2


def block_answers(
    block: Block,
    grid: BlockGrid,
    powers: Sequence[PowerNamed],
    statements: Sequence[Statement],
) -> tuple[CardAnswer, ...]:
    """Return the four answers of a block. Only what the bodies said changes with its requests."""
    ordered, based, met = made_once(
        lambda: (_ordered(block.orders), _based(block, powers), _met(statements)),
        "answers-of-block",
        block.key,
    )
    return ordered, based, _said(grid), met


def _ordered(orders: Sequence[BlockOrder]) -> CardAnswer:
    question = gettext("On whose order?")
    if not orders:
        return CardAnswer(question, gettext("No order is known"))
    links = list(_order_links(orders[:_ORDERS]))
    if len(orders) > _ORDERS:
        links.append((gettext("all {number} orders", number=len(orders)), "#orders"))
    return CardAnswer(question, worded(orders[0].by), links=tuple(links))


def _order_links(orders: Sequence[BlockOrder]) -> Iterator[tuple[str, str]]:
    """Yield the day of the first order, then every other order with its day."""
    for place, order in enumerate(orders, start=1):
        said = [worded(order.by)] if place > 1 else []
        if order.on:
            said.append(page_locale().short_day(order.on))
        if said:
            yield page_locale().listed(said), f"#order-{place}"


def _based(block: Block, powers: Sequence[PowerNamed]) -> CardAnswer:
    question = gettext("On what law?")
    used = [each for each in powers if each.invoked]
    if not used:
        return _named_elsewhere(block, question)
    said = ngettext("{number} power named in public", "{number} powers named in public", len(used))
    _, given = used[0].invoked[0]
    where = (worded(used[0].power.statute), known_day(given.on, given.about))
    return CardAnswer(question, said, links=((page_locale().listed(where), "#powers"),))


def _named_elsewhere(block: Block, question: str) -> CardAnswer:
    """Return who spoke of a law that is no power of the library: who named a provision first."""
    spoke = [
        each for each in enumerate(block.justifications, 1) if Element.POWER in each[1].elements
    ]
    if not spoke:
        return CardAnswer(question, gettext("No law named in public is known"))
    place, said = min(spoke, key=lambda each: not each[1].provision_named)
    link = page_locale().listed((worded(said.by), known_day(said.on, said.about)))
    words = (
        gettext("A legal basis was named in public")
        if said.provision_named
        else gettext("A law was mentioned in public, without a section")
    )
    return CardAnswer(question, words, links=((link, f"#said-{place}"),))


def _said(grid: BlockGrid) -> CardAnswer:
    question = gettext("What did they say?")
    if not grid.asked:
        return CardAnswer(question, gettext("Nobody has asked yet"))
    said = ngettext(
        "{part} of {number} item fully disclosed",
        "{part} of {number} items fully disclosed",
        grid.disclosed.whole,
        part=grid.disclosed.part,
    )
    return CardAnswer(question, said, grid.bar.words, grid.bar.shares)


def _met(statements: Sequence[Statement]) -> CardAnswer:
    question = gettext("What was met?")
    if not statements:
        return CardAnswer(question, gettext("No public demand is known"))
    met, partly, unknown = (
        sum(each.number(state) for each in statements)
        for state in (DemandState.MET, DemandState.PARTLY_MET, DemandState.NOT_KNOWN)
    )
    whole = sum(len(each.demands) for each in statements)
    if unknown == whole:
        link = ngettext("{number} demand", "{number} demands", whole)
        return CardAnswer(question, gettext("Not known"), links=((link, "#demands"),))
    said = ngettext("{met} of {number} demand", "{met} of {number} demands", whole, met=met)
    return CardAnswer(
        question, said, links=((gettext("{number} partly met", number=partly), "#demands"),)
    )
