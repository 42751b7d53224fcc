"""A public copy of a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """A public copy of a paper: pictures of its pages, blacked out. `digest` is that of the copy;
    nothing tells the digest, the name or the kind of the paper itself."""

    digest: str
    title: str
    entry: int
    pages: int
    size: int
