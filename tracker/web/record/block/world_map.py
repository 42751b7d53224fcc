"""The blocks of each country as dots on the outline of all land.

No border is drawn and no territory is named: a map that shows borders is an offence in some of the
countries concerned. Only states that are members or observers of the United Nations have a dot.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.words.alphabet import by_letters
from tracker.web.base.language import page_locale

# Where the dot of a country stands in `templates/record/_outline.html`: the middle of its largest
# part, from Natural Earth 1:50m (public domain), in the same projection.
_POINTS = """
    ad 342.6 66.4; ae 441.9 111.8; af 459.7 87; ag 216.3 129.5; al 375 69.6; am 418.9 71.5; ao
    371.9 208.2; ar 220.4 265.2; at 364.2 55.1; au 593.6 243; az 423.9 71.5; ba 370.7 62.6; bb
    219.4 139.8; bd 510.7 111.8; be 348.5 48.7; bf 333.5 142.2; bg 383.7 65.7; bh 434 106.4; bi
    396.6 184.4; bj 341.5 149.4; bn 565.7 163.1; bo 210.5 219.9; br 231.5 204; bs 188.7 109.8; bt
    509.1 102.9; bw 383.5 234.2; by 386.3 42.8; bz 163.7 129.2; ca 191 33; cd 384 183; cf 377.7
    157.5; cg 367.2 177.4; ch 354.2 56.8; ci 325.7 154.8; cl 209 264.9; cm 362.2 159.9; cn 525.7
    79.7; co 190.8 164.7; cr 169.8 148.3; cu 185.1 117.7; cv 290.8 134.8; cy 399.1 84.3; cz 366.1
    50.6; de 358 47.9; dj 421.4 143.8; dk 356.4 37.5; dm 216.5 134; do 200 124.8; dz 343 101.1; ec
    180 179; ee 381.7 32.8; eg 394.7 105.2; er 413.5 134; es 333.1 71.3; et 415.7 152.1; fi 381.1
    23.1; fj 685.2 222.8; fm 652.2 156.6; fr 344.6 57.3; ga 360.4 176.8; gb 337.6 42.2; gd 215
    142.7; ge 415.7 67.1; gh 334.5 154; gm 306.7 139; gn 315.4 147.3; gq 357.8 170.9; gr 379.6
    73.4; gt 159.6 133.2; gw 307.6 142.7; gy 219 162.3; hn 166.7 135.6; hr 368.2 60.4; ht 195.8
    124.8; hu 373.2 56; id 564.8 175.8; ie 328.4 43.4; il 403.5 92.6; in 490.7 114.6; iq 419.4
    88.9; ir 439.1 90.2; is 316.8 22; it 361.2 64.2; jm 186.5 126.6; jo 406.9 93.4; jp 588.5 80.2;
    ke 412.4 173.6; kg 470.4 68.7; kh 544.4 141.1; ki 22.1 170.1; km 422.8 206.6; kn 214.6 129; kp
    564.8 72; kr 570.5 80.5; kw 427.6 98.1; kz 452.9 53.4; la 539.8 125.8; lb 404.6 86.7; lc 216.8
    138; li 356.5 56.2; lk 497.6 154.8; lr 318.3 157.7; ls 391.1 253.1; lt 379.4 39.3; lu 350.9
    50.4; lv 380.7 36.2; ly 372.3 103.9; ma 322 96.9; mc 352.7 63.5; md 388.5 56; me 373.2 65.7; mg
    428.3 226.7; mh 678 156.1; mk 377.7 68.5; ml 330.3 129; mm 524.3 119; mn 514.5 56.4; mr 317.3
    121.4; mt 365.1 81.9; mu 449.3 229.3; mv 483.6 163.9; mw 404.8 210.6; mx 141.8 111.8; my 566
    165.5; mz 407 221.2; na 370.8 234; ne 355.5 128.7; ng 353 149.4; ni 169.1 140.9; nl 350.3 45.2;
    no 360.9 23.9; np 496.3 100.6; nr 670.6 176.6; nz 634.7 287.2; om 446.3 120.3; pa 177.6 152.4;
    pe 189 199.7; pg 624.4 193; ph 575.6 132.7; pk 467.8 96.6; pl 372.6 45.6; ps 403.8 91.6; pt
    325.2 72.9; pw 605 155; py 225.4 236.8; qa 435.5 108.2; ro 382.8 59; rs 375.9 62.6; ru 478.9
    20.6; rw 396.6 180.6; sa 423.4 111.3; sb 655.2 201; sc 447.7 187.9; sd 395.9 132.4; se 366.8
    26.3; sg 544.4 171.4; si 365.4 58.4; sk 373.2 52.7; sl 313.5 152.1; sm 361.6 63.3; sn 308.6
    136.6; so 428.1 162.6; sr 225.2 164.2; ss 397.3 155.6; st 350 174.7; sv 161.7 138.5; sy 409.1
    84.1; sz 397.8 245.5; td 373.8 134.3; tg 338.9 152.4; th 535.8 134.8; tj 466.3 75.7; tl 587.3
    198.9; tm 445.2 74.3; tn 356.3 86.2; to 695.1 231.7; tr 402.4 74.3; tt 215.3 147.3; tz 406.3
    192.2; ua 392.7 51.7; ug 401.6 171.7; us 164.2 72.4; uy 235.2 261; uz 450.6 68; va 361.4 67.8;
    vc 216.3 139.6; ve 205 156.1; vn 545.7 131.1; vu 665.2 215.9; ws 707.3 211.7; ye 430.5 132.7;
    za 385.6 251.6; zm 392 211.4; zw 395.6 225.9
"""
_PLACES = {
    code: (float(x), float(y))
    for code, x, y in (each.split() for each in " ".join(_POINTS.split()).split("; "))
}
# The least number of blocks of each size of dot, with its radius.
_SIZES = ((20, 13.0), (5, 10.0), (1, 7.0))


@dataclass(frozen=True, slots=True)
class Dot:
    """A country with blocks; without `x` and `y` it has no place on the map."""

    country: str
    name: str
    blocks: int
    x: float | None
    y: float | None
    radius: float


@dataclass(frozen=True, slots=True)
class WorldMap:
    """The countries with blocks, those with most first."""

    dots: tuple[Dot, ...]

    @property
    def by_name(self) -> tuple[Dot, ...]:
        """Return the countries in the order of their names."""
        return tuple(sorted(self.dots, key=lambda dot: by_letters(dot.name)))


def world_map(blocks: Mapping[str, int]) -> WorldMap:
    """Return the map of so many blocks in each country."""
    names = {country: page_locale().country(country) for country in blocks}
    ordered = sorted(blocks.items(), key=lambda each: (-each[1], by_letters(names[each[0]])))
    return WorldMap(tuple(_dot(country, names[country], number) for country, number in ordered))


def _dot(country: str, name: str, number: int) -> Dot:
    x, y = _PLACES.get(country, (None, None))
    radius = next(size for least, size in _SIZES if number >= least)
    return Dot(country, name, number, x, y, radius)
