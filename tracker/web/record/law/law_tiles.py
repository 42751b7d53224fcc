"""The time that each law gives a public body to answer, as a map of tiles and as a table."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.base.text import Text
from tracker.domain.law.law import Law
from tracker.domain.law.limits import Limit, Unit
from tracker.domain.library import Library
from tracker.services.deadlines.explaining import said_length
from tracker.web.base.language import gettext, page_locale

# Column and row of the tile of a country: roughly where it lies. A country without a place is in
# the table alone, as every disputed territory is.
_PLACES: Mapping[str, tuple[int, int]] = {
    **{"ca": (0, 0), "ie": (2, 0), "gb": (3, 0), "eu": (6, 0), "de": (5, 0), "us": (0, 1)},
    **{"es": (2, 1), "fr": (3, 1), "tn": (4, 1), "tr": (5, 1), "jo": (6, 1), "pk": (7, 1)},
    **{"np": (8, 1), "bd": (9, 1), "mx": (0, 2), "br": (1, 2), "ng": (3, 2), "ug": (4, 2)},
    **{"ke": (5, 2), "in": (8, 2), "ph": (10, 2), "za": (4, 3), "tz": (5, 3), "lk": (8, 3)},
    **{"id": (10, 3), "ar": (1, 3), "uy": (2, 3), "nl": (4, 0), "pt": (1, 1), "co": (0, 3)},
}
_COLUMNS = 11
_HEIGHT = 44
# Calendar days in a unit, near enough for a tint.
_DAYS = {
    Unit.HOUR: 1 / 24,
    Unit.DAY: 1,
    Unit.WORKING_DAY: 1.4,
    Unit.WEEK: 7,
    Unit.MONTH: 30.4,
}
# The most calendar days of the first two tints.
SHORT, MIDDLE = 14, 21


@dataclass(frozen=True, slots=True)
class LawTile:
    """A country on the map: its corner in per cent and pixels, its letters, the time to answer in
    short, its tint from 0 (not known) to 3 (long), and whether there are blocks."""

    x: float
    y: int
    letters: str
    words: str
    tint: int
    blocked: bool

    @property
    def middle(self) -> float:
        """Return where its words stand."""
        return round(self.x + 50 / _COLUMNS, 2)


@dataclass(frozen=True, slots=True)
class LawRow:
    """A law in the table: `words` is empty if no number is known."""

    country: str
    key: str
    title: Text
    words: str


@dataclass(frozen=True, slots=True)
class LawTiles:
    """The map and its table; `several` says that a tile stands for one of several laws."""

    tiles: tuple[LawTile, ...]
    rows: tuple[LawRow, ...]
    height: int
    width: float
    several: bool


def law_tiles(library: Library, blocked: Collection[str]) -> LawTiles:
    """Return the time to answer under every law: the ordinary limit of the newest rule."""
    laws = sorted(library.laws.values(), key=lambda law: page_locale().country(law.country))
    tiles = tuple(_tiles(library, laws, blocked))
    height = max((tile.y + _HEIGHT for tile in tiles), default=0)
    several = len({law.country for law in laws}) < len(laws)
    return LawTiles(tiles, tuple(map(_row, laws)), height, round(100 / _COLUMNS, 2), several)


def _tiles(library: Library, laws: Iterable[Law], blocked: Collection[str]) -> Iterator[LawTile]:
    """Yield a tile for each country that has a place: of several laws the one that binds most of
    the bodies in the library."""
    bound = [key for body in library.bodies.values() for key in body.laws]
    chosen: dict[str, Law] = {}
    for law in sorted(laws, key=lambda law: bound.count(law.key)):
        chosen[law.country] = law
    mirrored = page_locale().direction == "rtl"
    for country, (column, row) in _PLACES.items():
        if law_here := chosen.get(country):
            place = _COLUMNS - 1 - column if mirrored else column
            limit = ordinary_limit(law_here)
            yield LawTile(
                x=round(100 * place / _COLUMNS, 2),
                y=row * _HEIGHT,
                letters=country.upper(),
                words=_short(limit),
                tint=_tint(limit),
                blocked=country in blocked,
            )


def ordinary_limit(law: Law) -> Limit | None:
    """Return the newest ordinary limit for an answer; None if no number is in the library."""
    limits = law.first_stage().limits
    return max(limits, key=lambda limit: limit.span.since) if limits else None


def _row(law: Law) -> LawRow:
    limit, locale = ordinary_limit(law), page_locale()
    words = said_length(limit.length, limit.unit, locale) if limit else ""
    return LawRow(locale.country(law.country), law.key, law.title, words)


def _short(limit: Limit | None) -> str:
    if limit is None:
        return "?"
    match limit.unit:
        case Unit.HOUR:
            return gettext("{number} h", number=limit.length)
        case Unit.DAY:
            return gettext("{number} d", number=limit.length)
        case Unit.WORKING_DAY:
            return gettext("{number} w", number=limit.length)
        case Unit.WEEK:
            return gettext("{number} weeks", number=limit.length)
        case Unit.MONTH:
            return gettext("{number} m", number=limit.length)


def _tint(limit: Limit | None) -> int:
    if limit is None:
        return 0
    days = limit.length * _DAYS[limit.unit]
    return 1 if days <= SHORT else 2 if days <= MIDDLE else 3
