"""A public copy of a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """A public copy of a document: pictures of its pages, with redactions.

    `digest` is that of the copy; nothing reveals the digest, name or type of the document
    itself.
    """

    digest: str
    title: str
    entry: int
    pages: int
    size: int
