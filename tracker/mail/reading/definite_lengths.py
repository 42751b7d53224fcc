"""Writes structures of ASN.1 with definite lengths and strings in one piece.

Programs that write while they sign leave lengths open (BER). The decoder of signatures reads such
structures wrongly.
"""

_END = b"\0\0"
_OPEN = 0x80
_CONSTRUCTED = 0x20
_STRING_IN_PIECES = 0x24
_MOST_DEPTH = 40


def with_definite_lengths(data: bytes) -> bytes:
    """Return the first value in the data with definite lengths. Raises ValueError if it is cut."""
    return _value(memoryview(data), 0, 0)[0]


def _value(data: memoryview, at: int, depth: int) -> tuple[bytes, int]:
    """Return a value with definite lengths, and the place after it."""
    if depth > _MOST_DEPTH:
        raise ValueError("nested too deep")
    start, at = at, _after_tag(data, at)
    tag = bytes(data[start:at])
    length, at = _length(data, at)
    if not tag[0] & _CONSTRUCTED:
        if length is None or at + length > len(data):
            raise ValueError("a value is cut")
        return _written(tag, bytes(data[at : at + length])), at + length
    inner, at = _inner(data, at, length, depth)
    if tag[0] == _STRING_IN_PIECES:
        return _written(b"\x04", b"".join(map(_content, inner))), at
    return _written(tag, b"".join(inner)), at


def _inner(data: memoryview, at: int, length: int | None, depth: int) -> tuple[list[bytes], int]:
    end = None if length is None else at + length
    if end is not None and end > len(data):
        raise ValueError("a value is cut")
    inner: list[bytes] = []
    while end is None or at < end:
        if end is None and bytes(data[at : at + 2]) == _END:
            return inner, at + 2
        value, at = _value(data if end is None else data[:end], at, depth + 1)
        inner.append(value)
    return inner, at


def _after_tag(data: memoryview, at: int) -> int:
    if at >= len(data):
        raise ValueError("a value is cut")
    if data[at] & 0x1F != 0x1F:
        return at + 1
    at += 1
    while at < len(data) and data[at] & 0x80:
        at += 1
    return at + 1


def _length(data: memoryview, at: int) -> tuple[int | None, int]:
    if at >= len(data):
        raise ValueError("a value is cut")
    first = data[at]
    if first == _OPEN:
        return None, at + 1
    if first < _OPEN:
        return first, at + 1
    size = first & 0x7F
    if size > 8:
        raise ValueError("a length is too long")
    return int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _written(tag: bytes, content: bytes) -> bytes:
    size = len(content)
    if size < _OPEN:
        return tag + bytes([size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return tag + bytes([_OPEN | len(length)]) + length + content


def _content(written: bytes) -> bytes:
    """Return the content of a value with a definite length."""
    view = memoryview(written)
    _, at = _length(view, _after_tag(view, 0))
    return written[at:]
