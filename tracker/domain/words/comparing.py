"""The paragraphs that several texts share, and those that only some of them have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SomeSay:
    """Paragraphs that the same texts have, with the keys of these texts."""

    keys: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The paragraphs of all texts, each once: those that all have, and those that some have.

    Paragraphs of more texts come before those of fewer, and otherwise in the order of the texts.
    """

    same: tuple[str, ...]
    differ: tuple[SomeSay, ...]


def compare(texts: Mapping[str, Sequence[str]]) -> Compared:
    """Return the paragraphs of these texts, grouped by the texts that have them."""
    having: dict[str, dict[str, None]] = {}
    for key, paragraphs in texts.items():
        for paragraph in paragraphs:
            having.setdefault(paragraph, {})[key] = None
    groups: dict[tuple[str, ...], list[str]] = {}
    for paragraph, keys in having.items():
        groups.setdefault(tuple(keys), []).append(paragraph)
    same = groups.pop(tuple(texts), [])
    ordered = sorted(groups.items(), key=lambda group: -len(group[0]))
    return Compared(tuple(same), tuple(SomeSay(keys, tuple(said)) for keys, said in ordered))
