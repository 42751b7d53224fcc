"""A request before it becomes history: its draft, its applicant, and its reference."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.base.terms import Channel, ConsentBy, ConsentScope
from tracker.domain.events.request.drafted import Enclosure
from tracker.domain.law.questions import Element

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
REFERENCE_LENGTH = 8

# The capacity of a person who may not ask: offered in drafts, in no law, and never finalised.
NOT_ELIGIBLE = "none-of-these"


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A request for records in the requester's own words."""

    element: Element
    words: str


@dataclass(frozen=True, slots=True)
class Urgency:
    """Why a request is urgent: whose life or liberty is at stake, how the records protect it, and
    by when they are needed. Private."""

    whose: str = ""
    how: str = ""
    by: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of the facts that were not given."""
        return tuple(name for name in ("whose", "how", "by") if not getattr(self, name).strip())


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything typed so far.

    `version` counts saves, so that two editors cannot overwrite each other unseen. `channels` are
    the ways in which the letter is served, and `enclosures` what goes with it.
    """

    reference: str
    version: int
    block: str
    body: str
    law: str
    language: str = "en"
    eligibility: str = ""
    questions: tuple[str, ...] = ()
    own_questions: tuple[OwnQuestion, ...] = ()
    supporters: tuple[str, ...] = ()
    urgent: bool = False
    channels: tuple[Channel, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    changed_at: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class Cosigner:
    """An organisation that signs the request beside the applicant.

    `organisation` is its key in the library. One that is not in the library has its `name`
    instead. `logo` is the random name of a picture that the office stores. Who signs is private.
    """

    organisation: str = ""
    name: str = ""
    signatory: str = ""
    post: str = ""
    logo: str = ""


class DocumentKind(StrEnum):
    """The kind of a document that the office adds to a request."""

    PRESS_REPORT = "press-report"
    ORDER = "order"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document that the applicant's side has as a file, to enclose with a request. Private.

    `digest` names its PDF of `pages` pages and `size` bytes, made of the file `name` that has the
    SHA-256 `original`. `source` is the publisher or the issuing office, and `address` where it
    stands on the web, if it does. It has no title until it is described, and is not enclosed
    before.
    """

    digest: str
    original: str
    name: str
    size: int
    pages: int
    kind: DocumentKind = DocumentKind.OTHER
    title: str = ""
    source: str = ""
    dated: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class RequestRelations:
    """The other requests to which one belongs, each with a history and a clock of its own.

    `batch` names the requests begun together with it, and `together` lists them. `repeats` is the
    request that it repeats, and `repeated_by` are those that repeat it. `comes_from` is the
    request whose body transferred or referred the items of this one. `led_to` are the requests
    whose items this one's body transferred or referred.
    """

    batch: str = ""
    together: tuple[str, ...] = ()
    repeats: str = ""
    repeated_by: tuple[str, ...] = ()
    comes_from: str = ""
    led_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """The addressee and the address of one letter, if they differ from the library.

    An empty field means that the library's words are used. `source` says where the others were
    read, or why they differ.
    """

    post: str = ""
    address: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The applicant and the cosignatories, with what only the letter says.

    Private: stored encrypted, never part of an event or a record. `identity` is the number of an
    identity card. It is optional, and printed only in a letter for which someone chose it.
    `urgency` holds the facts of an urgent request, which its letter prints, and `documents` are
    the applicant's own documents. `recipient` is for the request's letter, and its
    address for later letters to the same body.
    """

    name: str = ""
    address: str = ""
    contact: str = ""
    consents_to_publication: bool = False
    consent_changed_at: datetime | None = None
    identity: str = ""
    cosigners: tuple[Cosigner, ...] = ()
    urgency: Urgency = Urgency()
    documents: tuple[OwnDocument, ...] = ()
    recipient: Recipient = Recipient()


@dataclass(frozen=True, slots=True)
class Consent:
    """What the applicant said about publication on a day, how, and how far it goes.

    `paper` is the digest of the document that shows it. Private: stored encrypted, each statement
    beside the ones before.
    """

    given: bool
    on: date
    how: ConsentBy
    scope: ConsentScope = ConsentScope.EVERYTHING
    paper: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """What identifies a document in transit: courier or diary number, portal number, and the
    address or the person that it went to. Private.

    For a call or visit it holds the number that was given, the words and the post of the speaker.
    For a receipt by a person’s reading of the law it holds the reason.
    """

    number: str = ""
    note: str = ""
    recipient: str = ""
