"""The time that each law gives a public body to answer, as a map of tiles and as a table."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.base.text import Text
from tracker.domain.law.law import Law
from tracker.domain.law.limits import Limit, Unit
from tracker.domain.library import Library
from tracker.domain.words.alphabet import by_letters
from tracker.services.deadlines.explaining import said_length
from tracker.web.base.language import gettext, page_locale

# Column and row of the tile of a country: roughly where it lies. A country without a place is in
# the table alone, as every disputed territory is.
_PLACES: Mapping[str, tuple[int, int]] = {
    **{"ca": (0, 0), "ie": (2, 0), "gb": (3, 0), "nl": (4, 0), "de": (5, 0), "pl": (6, 0)},
    **{"ua": (7, 0), "ee": (8, 0), "eu": (9, 0), "us": (0, 1), "pt": (1, 1)},
    **{"es": (2, 1), "fr": (3, 1), "tn": (4, 1), "al": (5, 1), "tr": (6, 1), "jo": (7, 1)},
    **{"pk": (8, 1), "np": (9, 1), "bd": (10, 1), "mx": (0, 2), "co": (1, 2), "br": (2, 2)},
    **{"ng": (3, 2), "ug": (4, 2), "ke": (5, 2), "in": (8, 2), "ph": (10, 2), "cl": (0, 3)},
    **{"ar": (1, 3), "uy": (2, 3), "za": (4, 3), "tz": (5, 3), "lk": (8, 3), "id": (10, 3)},
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
    """The map and its table: `signs` says in words what its tiles show, and `several` that a tile
    stands for one of several laws."""

    tiles: tuple[LawTile, ...]
    signs: str
    rows: tuple[LawRow, ...]
    height: int
    width: float
    several: bool


def law_tiles(library: Library, blocked: Collection[str]) -> LawTiles:
    """Return the time to answer under every law: the ordinary limit of the newest rule."""
    laws = sorted(
        library.laws.values(), key=lambda law: by_letters(page_locale().country(law.country))
    )
    chosen = _on_the_map(library, laws)
    tiles = tuple(_tiles(chosen, blocked))
    height = max((tile.y + _HEIGHT for tile in tiles), default=0)
    several = len({law.country for law in laws}) < len(laws)
    signs = page_locale().listed(list(_signs(map(ordinary_limit, chosen.values()))))
    return LawTiles(
        tiles, signs, tuple(map(_row, laws)), height, round(100 / _COLUMNS, 2), several
    )


def _on_the_map(library: Library, laws: Iterable[Law]) -> Mapping[str, Law]:
    """Return the law of each country that has a place: of several laws the one that binds most of
    the bodies in the library."""
    bound = [key for body in library.bodies.values() for key in body.laws]
    chosen: dict[str, Law] = {}
    for law in sorted(laws, key=lambda law: bound.count(law.key)):
        chosen[law.country] = law
    return {country: chosen[country] for country in _PLACES if country in chosen}


def _signs(limits: Iterable[Limit | None]) -> Iterator[str]:
    """Yield what the letter of each unit on the tiles means."""
    units = {limit.unit if limit else None for limit in limits}
    if Unit.HOUR in units:
        yield gettext("h: hours")
    if Unit.WORKING_DAY in units:
        yield gettext("w: working days")
    if units & {Unit.DAY, Unit.WEEK}:
        yield gettext("d: days")
    if Unit.MONTH in units:
        yield gettext("m: months")
    if None in units:
        yield gettext("?: no number known")


def _tiles(chosen: Mapping[str, Law], blocked: Collection[str]) -> Iterator[LawTile]:
    """Yield a tile for each country on the map."""
    mirrored = page_locale().direction == "rtl"
    for country, law in chosen.items():
        column, row = _PLACES[country]
        place = _COLUMNS - 1 - column if mirrored else column
        limit = ordinary_limit(law)
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
            return gettext("{number} d", number=7 * limit.length)
        case Unit.MONTH:
            return gettext("{number} m", number=limit.length)


def _tint(limit: Limit | None) -> int:
    if limit is None:
        return 0
    days = limit.length * _DAYS[limit.unit]
    return 1 if days <= SHORT else 2 if days <= MIDDLE else 3
