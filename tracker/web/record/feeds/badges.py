"""A badge and a card for other sites: the results on a block, without a script."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from flask import make_response, render_template
from werkzeug.wrappers import Response

from tracker.domain.law.block import Block, BlockKind
from tracker.domain.record.scorecard import Share
from tracker.services.core.office import Office
from tracker.services.ports.sought import Sought
from tracker.web.base.language import gettext, ngettext, page_locale, worded
from tracker.web.base.page_addresses import address_of
from tracker.web.base.security import let_frame
from tracker.web.base.site_config import office_named
from tracker.web.record.block.blocks import counted_by
from tracker.web.record.block.grid import grid, items_about
from tracker.web.record.words.figures import disclosed_words
from tracker.web.record.words.lines import newest_day

WIDTH, _MARGIN = 480, 16
# Letters in a line, for a computer that shows wider letters.
_LETTERS = 48
# By direction: line height and font. The fonts for Urdu, also used in card.css, join its letters,
# which a default font may not, and reach far above and below the line.
_LINE = {"ltr": 24, "rtl": 36}
FACE = {
    "ltr": "sans-serif",
    "rtl": "Noto Nastaliq Urdu, Jameel Noori Nastaleeq, Urdu Typesetting, sans-serif",
}
_COLOURS = {
    "ground": "#ffffff",
    "edge": "#737c7c",
    "ink": "#1a1f21",
    "soft": "#545c5e",
    "mark": "#6d4a00",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """The facts on a block, in a few lines."""

    title: str
    days: str
    asked: str
    mark: str
    counted: str
    address: str

    @property
    def says(self) -> str:
        """Return everything in one sentence, for readers who do not see the picture."""
        return " ".join(filter(None, (self.head, self.asked, self.mark)))

    @property
    def head(self) -> str:
        """Return the block's title and days."""
        if not self.days:
            return gettext("{title}.", title=self.title)
        return gettext("{title}: {days}.", title=self.title, days=self.days)


def badge_of(office: Office, key: str) -> Badge:
    """Return the badge of a block today. Raises NotOnFile if there is no such block."""
    block = office.library.block(key)
    counted = grid(block, office.records.cells(key), items_about(office, key), office.library)
    named = office_named()
    return Badge(
        title=worded(block.title),
        days=_days(office, block),
        asked=_asked(counted.asked, counted.disclosed),
        mark="" if named and named.live else gettext("Demonstration: not really filed."),
        counted=_counted_on(office, block),
        address=address_of("record.block", key=key),
    )


def send_badge(office: Office, key: str) -> Response:
    """Return the badge as a picture that other sites may show."""
    picture = render_template("record/badge.svg", picture=picture_of(badge_of(office, key)))
    return let_frame(Response(picture, mimetype="image/svg+xml"))


def send_card(office: Office, key: str) -> Response:
    """Return the card as a page that other sites may frame."""
    page = render_template("record/card.html", badge=badge_of(office, key))
    return let_frame(make_response(page))


def _days(office: Office, block: Block) -> str:
    days, confirmed = block.days_in_force(counted_by(office, block)), block.days_confirmed()
    if days:
        return _stood(block, days)
    if confirmed and block.last_confirmed:
        last = page_locale().short_day(block.last_confirmed)
        stood = _stood(block, confirmed)
        return gettext("{stood} up to {day}, the last confirmation", stood=stood, day=last)
    return ""


def _counted_on(office: Office, block: Block) -> str:
    """Return the day for which the badge is true, for people who see the picture much later:
    today if the block is in force, else the day of the newest record about it."""
    if block.until or block.last_confirmed or block.since_unknown:
        return as_of(office, Sought(block=block.key))
    return gettext("Updated {day}", day=page_locale().short_day(counted_by(office, block)))


def as_of(office: Office, sought: Sought) -> str:
    """Return the day of the newest of these records; empty if there is none."""
    day = newest_day(office, sought)
    return gettext("Updated {day}", day=page_locale().short_day(day)) if day else ""


def _stood(block: Block, days: int) -> str:
    """Return the number of days in words, marked if it is approximate."""
    number = str(days)
    if block.since_about or block.until_about:
        number = gettext("about {number}", number=days)
    if block.kind == BlockKind.BLOCK:
        return ngettext("blocked on {days} day", "blocked on {days} days", days, days=number)
    return ngettext("in force on {days} day", "in force on {days} days", days, days=number)


def _asked(bodies: int, disclosed: Share) -> str:
    if not bodies:
        return gettext("Nobody has asked for its legal basis here.")
    asked = ngettext(
        "{number} body was asked for the legal basis.",
        "{number} bodies were asked for the legal basis.",
        bodies,
    )
    return f"{asked} {disclosed_words(disclosed)}"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the picture: its text, height, colour and weight."""

    words: str
    y: int
    colour: str
    weight: str


@dataclass(frozen=True, slots=True)
class _Picture:
    """A badge as a picture, with all lines starting at `x`. It loads nothing else."""

    badge: Badge
    width: int
    height: int
    x: int
    direction: str
    face: str
    lines: tuple[_Line, ...]
    ground: str = _COLOURS["ground"]
    edge: str = _COLOURS["edge"]


def picture_of(badge: Badge) -> _Picture:
    """Return a badge as a picture whose text stays text."""
    written_from = page_locale().direction
    height = _LINE[written_from]
    lines = tuple(
        _Line(words, _MARGIN + height * place + height * 5 // 7, _COLOURS[colour], weight)
        for place, (words, colour, weight) in enumerate(_lines(badge))
    )
    return _Picture(
        badge=badge,
        width=WIDTH,
        height=2 * _MARGIN + height * len(lines),
        x=WIDTH - _MARGIN if written_from == "rtl" else _MARGIN,
        direction=written_from,
        face=FACE[written_from],
        lines=lines,
    )


def _lines(badge: Badge) -> Iterator[tuple[str, str, str]]:
    if badge.mark:
        yield badge.mark, "mark", "600"
    for words in wrap(badge.head, _LETTERS):
        yield words, "ink", "700"
    for words in wrap(badge.asked, _LETTERS):
        yield words, "ink", "400"
    if badge.counted:
        yield badge.counted, "soft", "400"
