"""Decisions and texts that a pleading may cite, as far as their sources show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from tracker.domain.base.canonical import Later, canonical
from tracker.domain.base.text import Text
from tracker.domain.law.law import ReadIn, Source

# What stands between the key of an authority and that of one of its propositions.
PROPOSITION = "#"


def authority_key(reference: str) -> str:
    """Return the authority that a reference names, without its proposition."""
    return reference.partition(PROPOSITION)[0]


class AuthorityUse(StrEnum):
    """The side that an authority helps: the requester, the public body, or both."""

    FOR = "for"
    AGAINST = "against"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Authority:
    """A decision, or a text such as a treaty, that a pleading may cite.

    `country` is empty for an authority that belongs to none. `forum` is the public body of the
    library that decided, and `court` any other court or tribunal; a text has neither. `qualifier`
    says beside the citation how the decision is known. `binds` lists the forums that must follow
    it. `doubted_by` lists the authorities that suspended it, overturned it, or did so with a
    decision like it. `respondents` are the public bodies of the library that it was made against,
    as far as its citation names them. `items` are the questions with whose records it deals, empty
    for any. `distinguished` is the sentence that meets an adverse authority. `note` tells
    the lawyer what to look for. `holdings` are single propositions of it by a key of their own:
    `pk-05#severance` cites one of them, and a letter then prints no more of the decision.
    `counter` is the key of one that helps the other side: a letter that cites the decision tells
    it too, with `distinguished`. `limit` is what of it does not help the side that cites it, and
    stands beside whatever is cited of it for that side.
    """

    key: str
    cite: Text
    holds: Text
    use: AuthorityUse
    sources: tuple[Source, ...]
    country: str = ""
    forum: str | None = None
    court: Text | None = None
    qualifier: Text | None = None
    binds: tuple[str, ...] = ()
    doubted_by: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    distinguished: Text | None = None
    note: Text | None = None
    holdings: Mapping[str, Text] = field(default_factory=dict)
    respondents: Later[tuple[str, ...]] = ()
    counter: Later[str] = ""
    limit: Later[Text | None] = None

    def holding(self, reference: str) -> Text:
        """Return what a reference cites of it: one proposition, or all that was decided."""
        _, _, proposition = reference.partition(PROPOSITION)
        return self.holdings[proposition] if proposition else self.holds

    def is_counter(self, reference: str) -> bool:
        """Return whether a reference cites the proposition that helps the other side."""
        return bool(self.counter) and reference == self.counter_reference

    @property
    def counter_reference(self) -> str:
        """Return the reference to the proposition that helps the other side."""
        return f"{self.key}{PROPOSITION}{self.counter}"

    def opened(self) -> "Authority":
        """Return the authority as cited once its document was opened: without how it is known."""
        return replace(self, qualifier=None)

    @property
    def read_in(self) -> ReadIn:
        """Return how its sources were read: the weakest reading among them."""
        return max((each.read_in for each in self.sources), key=list(ReadIn).index)

    @property
    def digest(self) -> str:
        """Return a hash of the entry: a check of it no longer counts once the entry changed."""
        return sha256(canonical(self)).hexdigest()

    @property
    def decision(self) -> bool:
        """Return whether a forum or a court decided it; a text was decided by neither."""
        return self.forum is not None or self.court is not None

    @property
    def adverse(self) -> bool:
        """Return whether it helps the public body, at least in part."""
        return self.use is not AuthorityUse.FOR

    def bears_on(self, forum: str | None) -> bool:
        """Return whether it comes from this forum or binds it."""
        return forum is not None and (forum == self.forum or forum in self.binds)
