"""Writes what stands on a page by the hundred: the days of months, the steps of a count.

A template takes several times as long, since it escapes each piece by itself and asks for it by
name. Every word that comes from a law, a calendar or a person is escaped here. What is kept for
the next page is the writing of single days and words, never what a page as a whole says.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from tracker.domain.law.count_step import Reason
from tracker.services.core.i18n import Locale
from tracker.services.core.kept import Kept
from tracker.services.deadlines.explaining import Explained
from tracker.services.deadlines.grid_words import Box, GridShown, Head, MonthShown
from tracker.services.deadlines.month_grid import DAYS_A_WEEK, Mark

PLAIN = (Mark.BESIDE, Mark.COUNTED)


def month_tables(months: Iterable[MonthShown]) -> Markup:
    """A table for each month: its name, its weekdays, and the cells of its weeks."""
    return Markup("".join([_table(month) for month in months]))  # noqa: S704


def _table(month: MonthShown) -> str:
    cells = list(_beside(month.lead, month.length))
    for box in month.boxes:
        cells[month.lead + box.day - 1] = _cell(box)
    weeks = range(0, len(cells), DAYS_A_WEEK)
    rows = [f"<tr>{''.join(cells[n : n + DAYS_A_WEEK])}</tr>\n" for n in weeks]
    return (
        f'<table class="month">\n<caption>{escape(month.caption)}</caption>\n'
        f"<thead><tr>{_weekdays(month.heads)}</tr></thead>\n"
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n"
    )


@lru_cache(maxsize=64)
def _beside(lead: int, length: int) -> tuple[str, ...]:
    """The cells of a month that no count touches; a place of another month is empty."""
    days = [f"<td>{n + 1}</td>" for n in range(length)]
    return (*["<td></td>"] * lead, *days, *["<td></td>"] * (-(lead + length) % DAYS_A_WEEK))


@lru_cache(maxsize=64)
def _weekdays(heads: tuple[Head, ...]) -> str:
    return "".join(
        f'<th scope="col"><abbr title="{escape(full)}">{escape(short)}</abbr></th>'
        for short, full in heads
    )


@lru_cache(maxsize=4096)
def _cell(box: Box) -> str:
    day, mark, sign, word, told, ends = box
    kind = f' class="{mark}{" ends" if ends else ""}"' if ends or mark not in PLAIN else ""
    title = f' title="{escape(told)}"' if told else ""
    below = f"<b>{escape(sign)}</b>" if sign else ""
    beside = f"<i>{escape(word)}</i>" if word else ""
    return f"<td{kind}{title}>{day}{below}{beside}</td>"


def months(grid: GridShown) -> Markup:
    """A count as months, with what a reader needs beside them."""
    notes = "".join([f"<li>{escape(note)}</li>\n" for note in grid.notes])
    below = f'<ul class="small">\n{notes}</ul>\n' if notes else ""
    return Markup(  # noqa: S704  # everything set in here was escaped
        f'<div class="months">\n{month_tables(grid.months)}</div>\n{below}'
    )


def caution_lines(sentences: Iterable[str]) -> Markup:
    """What a reader must know beside a date, a line each."""
    lines = [f'<p class="caution" dir="auto">{escape(each)}</p>\n' for each in sentences]
    return Markup("".join(lines))  # noqa: S704  # escaped


def crumbs(steps: Sequence[tuple[object, str]], where: str) -> Markup:
    """The way back: pairs of words and address; the last one is the page itself. `where` says
    what the list is."""
    *way, (here, _) = steps
    links = [
        f'<a itemprop="item" href="{escape(address)}">'
        f'<bdi itemprop="name">{escape(words)}</bdi></a>'
        for words, address in way
    ]
    links.append(f'<bdi itemprop="name" aria-current="page">{escape(here)}</bdi>')
    items = [
        '<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem">'
        f"{link}"
        f'<meta itemprop="position" content="{place}"></li>\n'
        for place, link in enumerate(links, start=1)
    ]
    return Markup(  # noqa: S704  # escaped
        f'<nav aria-label="{escape(where)}">\n'
        '<ol class="crumbs" itemscope itemtype="https://schema.org/BreadcrumbList">\n'
        f"{''.join(items)}</ol>\n</nav>\n"
    )


def step_items(steps: Iterable[Explained], locale: Locale) -> Markup:
    """The steps of a count as items of a list: the day, the sentence, the sources."""
    closed = _CLOSED_DAYS(locale)
    # A closed day comes as the very same line on every page; the rest belongs to one count.
    items = [closed(one) if one.mark == Reason.CLOSED else _item(one, locale) for one in steps]
    return Markup("".join(items))  # noqa: S704


def _item(step: Explained, locale: Locale) -> str:
    return (
        f"<li>{time_tag(step.day, locale.day(step.day))} "
        f"<span>{_escaped(step.sentence)}{_sources(step.sources)}</span></li>\n"
    )


_CLOSED_DAYS: Kept[Locale, Kept[Explained, str]] = Kept(
    lambda locale: Kept(lambda step: _item(step, locale)), most=16
)


@lru_cache(maxsize=1024)
def _sources(sources: tuple[str, ...]) -> str:
    return "".join(f' <span class="source">{escape(source)}</span>' for source in sources)


@lru_cache(maxsize=4096)
def time_tag(day: date, said: str) -> Markup:
    """A day in words, so that a program can read it too."""
    return Markup(f'<time datetime="{day.isoformat()}">{escape(said)}</time>')  # noqa: S704


def days_tag(earliest: date, latest: date | None, locale: Locale) -> Markup:
    """A day that may lie between two; `latest` is None where no last one is known."""
    first = time_tag(earliest, locale.day(earliest))
    if latest is None:
        said = locale.say("{day} at the earliest", day=first)
        return Markup(said)  # noqa: S704  # a tag is escaped
    if earliest == latest:
        return first
    last = time_tag(latest, locale.day(latest))
    return Markup(locale.say("between {first} and {last}", first=first, last=last))  # noqa: S704


@lru_cache(maxsize=4096)
def _escaped(words: str) -> Markup:
    return escape(words)
