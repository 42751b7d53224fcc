"""The outcomes of a question in a response."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.canonical import Later, Private
from tracker.domain.base.terms import GivenAs
from tracker.domain.base.text import Text


class Outcome(StrEnum):
    """What a response did with one question. Offered for a fee: it grants the record if a sum is
    paid."""

    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly-disclosed"
    OFFERED_FOR_FEE = "offered-for-fee"
    REFUSED = "refused"
    NOT_HELD = "not-held"
    SAID_TO_BE_PUBLIC = "said-to-be-public"
    REFERRED_ELSEWHERE = "referred-elsewhere"
    REFUSED_AS_REPEAT = "refused-as-repeat"
    NEITHER_CONFIRMED_NOR_DENIED = "neither-confirmed-nor-denied"
    PASSED_OVER = "passed-over"


class GroundCategory(StrEnum):
    """What a response gave as its ground where it named no clause of the law."""

    SECTION = "section"
    PUBLIC_ORDER = "public-order"
    CONFIDENTIAL = "confidential"
    OFFICIAL_SECRETS = "official-secrets"
    SENSITIVE = "sensitive"
    OTHER_LAW = "other-law"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VagueGround:
    """A ground that names no clause: what it is, and the words of the response."""

    category: GroundCategory
    words: str


@dataclass(frozen=True, slots=True)
class TypedSection:
    """A section that a response named and that the law's file does not list: its number and the
    words of the response, both as the office typed them. Nobody compared it with the law."""

    number: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """What a response did with one question, and on which grounds if it refused.

    `exemptions` are the clauses of the law's file that it named, `section` one that the file does
    not list, and `vague` a ground without one. `page` is the
    place in the document, `given_as` the form in which something was disclosed. `referred_to` is
    the body to which it referred: its key in the library, or the name that the response gave.
    """

    question: str
    outcome: Outcome
    exemptions: tuple[str, ...] = ()
    page: str = ""
    given_as: GivenAs | None = None
    vague: VagueGround | None = None
    referred_to: Private[str] = ""
    section: Later[TypedSection | None] = None

    @property
    def names_clause(self) -> bool:
        """Return whether it named a clause, listed in the law's file or not."""
        return bool(self.exemptions or self.section)

    @property
    def stated(self) -> bool:
        """Return whether it gave a statement, and nothing else, in place of the record."""
        return self.outcome is Outcome.DISCLOSED and self.given_as is GivenAs.STATEMENT

    @property
    def gives_record(self) -> bool:
        """Return whether it gave what was asked for: the record, and no statement in its place."""
        return self.outcome is Outcome.DISCLOSED and not self.stated


@dataclass(frozen=True, slots=True)
class WordsLacking:
    """What the words of a reply do not name, such as “no Minister”: `says` is pleaded where no
    word of the reply begins with one of `none_of`."""

    none_of: tuple[str, ...]
    says: Text
