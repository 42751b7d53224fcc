"""Outlook packages for tests of the reader, written after [MS-OXTNEF]."""

import struct

Attribute = tuple[int, int, bytes]


def package(*attributes: Attribute) -> bytes:
    """A package of these attributes: the level, the name with its type, and the value of each."""
    written = b"".join(
        struct.pack("<BII", level, name, len(value))
        + value
        + struct.pack("<H", sum(value) & 0xFFFF)
        for level, name, value in attributes
    )
    return struct.pack("<IH", 0x223E9F78, 1) + written


def words(text: str, page: int = 1252) -> tuple[Attribute, ...]:
    """The text of a message, in this code page."""
    return (
        (1, 0x00069007, struct.pack("<II", page, 0)),
        (1, 0x0002800C, text.encode(f"cp{page}") + b"\0"),
    )


def properties(*found: tuple[int, int, bytes]) -> bytes:
    """MAPI properties: the type, the identity and the value of each, one value of each."""
    return struct.pack("<I", len(found)) + b"".join(
        struct.pack("<HHII", kind, identity, 1, len(value)) + value + b"\0" * (-len(value) % 4)
        for kind, identity, value in found
    )


def file(name: str, data: bytes) -> tuple[Attribute, ...]:
    """A file with its short and its long name."""
    long = properties((0x1F, 0x3707, name.encode("utf-16-le") + b"\0\0"))
    return (
        (2, 0x00069002, b"\0" * 14),
        (2, 0x00018010, b"SHORT~1.PDF\0"),
        (2, 0x0006800F, data),
        (2, 0x00069005, long),
    )
