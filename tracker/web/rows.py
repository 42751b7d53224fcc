"""Writes what stands on a page by the hundred: the days of a month, the steps of a count.

A template takes several times as long, since it escapes each piece by itself and asks for it by
name. Every word that comes from a law, a calendar or a person is escaped here.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

from tracker.services.explaining import Explained
from tracker.services.grid_words import Box
from tracker.services.month_grid import Mark
from tracker.services.speaking import Speech

PLAIN = (Mark.BESIDE, Mark.COUNTED)


def week_row(week: Iterable[Box | None]) -> Markup:
    """The cells of a week; a place that belongs to another month is empty."""
    return Markup("".join([_cell(box) if box else "<td></td>" for box in week]))  # noqa: S704


def _cell(box: Box) -> str:
    day, mark, sign, word, told, ends = box
    kind = f' class="{mark}{" ends" if ends else ""}"' if ends or mark not in PLAIN else ""
    title = f' title="{escape(told)}"' if told else ""
    below = f"<b>{escape(sign)}</b>" if sign else ""
    beside = f"<i>{escape(word)}</i>" if word else ""
    return f"<td{kind}{title}>{day}{below}{beside}</td>"


def step_items(steps: Iterable[Explained], speech: Speech) -> Markup:
    """The steps of a count as items of a list: the day, the sentence, the sources."""
    return Markup("".join([_item(step, speech) for step in steps]))  # noqa: S704


def _item(step: Explained, speech: Speech) -> str:
    sources = [f' <span class="source">{escape(source)}</span>' for source in step.sources]
    return (
        f'<li><time datetime="{step.day.isoformat()}">{escape(speech.day(step.day))}</time> '
        f"<span>{escape(step.sentence)}{''.join(sources)}</span></li>\n"
    )
