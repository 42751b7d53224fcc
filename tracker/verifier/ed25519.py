"""Ed25519 (RFC 8032, section 5.1), verification only, so nothing here has to be secret."""

import hashlib
from functools import cache

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
ZERO: Point = (0, 1, 1, 0)


def point(data: bytes) -> Point | None:
    """Return the point that 32 bytes encode, or None if they are not its one valid encoding."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(one: Point, two: Point) -> Point:
    """Return the sum of two points."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


@cache
def multiples(data: bytes) -> list[list[Point]] | None:
    """Return the multiples of a point for each group of four bits.

    Returns None for bytes that are no point, and for points of small order, which verify anything.
    """
    one = point(data)
    if one is None:
        return None
    rows = []
    for _ in range(64):
        row = [ZERO]
        for _ in range(16):
            row.append(add(row[-1], one))
        one = row.pop()
        rows.append(row)
    x, y, z, _ = rows[0][8]
    return None if x % P == 0 and (y - z) % P == 0 else rows


def times(number: int, rows: list[list[Point]]) -> Point:
    """Return a point multiplied by a number, from its multiples."""
    found = ZERO
    for place, row in enumerate(rows):
        found = add(found, row[number >> 4 * place & 15])
    return found


BASE = (4 * pow(5, -1, P) % P).to_bytes(32, "little")


def is_signed(key: bytes, text: bytes, signature: bytes) -> bool:
    """Return whether the holder of this key signed this text."""
    if len(signature) != 64 or len(key) != 32:
        return False
    base, whose = multiples(BASE), multiples(key)
    s = int.from_bytes(signature[32:], "little")
    if base is None or whose is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % ORDER
    x, y, z, _ = add(times(s, base), times(ORDER - k, whose))
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]
