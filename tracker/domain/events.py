"""What can happen to a request: typed past facts, each with the day of its legal effect.

Events hold no personal data. That day may be a span (registered post, mail after hours).
"""

from dataclasses import dataclass
from datetime import date

from tracker.domain.changes import Shift
from tracker.domain.correspondence import Acknowledged as Acknowledged
from tracker.domain.correspondence import BodyStated as BodyStated
from tracker.domain.correspondence import DeliveryReported as DeliveryReported
from tracker.domain.correspondence import NoticeSent as NoticeSent
from tracker.domain.correspondence import PaperCame as PaperCame
from tracker.domain.correspondence import Received as Received
from tracker.domain.correspondence import Resent as Resent
from tracker.domain.correspondence import Sent as Sent
from tracker.domain.event import Event as Event
from tracker.domain.moves import Move
from tracker.domain.outcome import QuestionOutcome as QuestionOutcome
from tracker.domain.proceedings import Adjourned as Adjourned
from tracker.domain.proceedings import AppealFiled as AppealFiled
from tracker.domain.proceedings import Complied as Complied
from tracker.domain.proceedings import Decided as Decided
from tracker.domain.proceedings import Duty as Duty
from tracker.domain.proceedings import EnforcementSought as EnforcementSought
from tracker.domain.proceedings import HearingFixed as HearingFixed
from tracker.domain.proceedings import HearingHeld as HearingHeld
from tracker.domain.publications import Copy as Copy
from tracker.domain.publications import Published as Published
from tracker.domain.publications import Release as Release
from tracker.domain.publications import Removed as Removed
from tracker.domain.publications import Withheld as Withheld
from tracker.domain.questions import Asked
from tracker.domain.terms import AuthorshipCheck as AuthorshipCheck
from tracker.domain.terms import Channel as Channel
from tracker.domain.terms import DecisionOutcome as DecisionOutcome
from tracker.domain.terms import DeliveryResult as DeliveryResult
from tracker.domain.terms import DutyKind as DutyKind
from tracker.domain.terms import GivenAs as GivenAs
from tracker.domain.terms import PassedBecause as PassedBecause
from tracker.domain.terms import ReceiptProof as ReceiptProof
from tracker.domain.terms import WithheldBecause as WithheldBecause


@dataclass(frozen=True, kw_only=True)
class Drafted(Event):
    """The request was settled: what is asked of whom about which block, under which law."""

    kind = "drafted"
    block: str
    body: str
    law: str
    language: str
    questions: tuple[Asked, ...]
    eligibility: str
    supporters: tuple[str, ...] = ()
    urgent: bool = False

    @property
    def once(self) -> str:
        return self.kind


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    """A person read the letter and allowed it to go out."""

    kind = "approved"

    @property
    def once(self) -> str:
        return self.kind


@dataclass(frozen=True, kw_only=True)
class ExtensionNoticed(Event):
    """The body announced that it takes longer; `ground` is a key of the law, or empty."""

    kind = "extension-noticed"
    stage: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """The body entered the request in its register: some laws count from that day."""

    kind = "registered"


@dataclass(frozen=True, kw_only=True)
class Transferred(Event):
    """Another body received the request, handed on by the one that was asked."""

    kind = "transferred"
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class HandedToAssistant(Event):
    """The request was handed to an assistant officer, who passes it on: some laws add days."""

    kind = "handed-to-assistant"


@dataclass(frozen=True, kw_only=True)
class ThirdPartyHeard(Event):
    """The body asked a third party what it has to say: some laws give a longer time for it."""

    kind = "third-party-heard"


@dataclass(frozen=True, kw_only=True)
class FeeNoticed(Event):
    """The body told the requester what the information costs."""

    kind = "fee-noticed"


@dataclass(frozen=True, kw_only=True)
class FeePaid(Event):
    """The body received the fee."""

    kind = "fee-paid"


@dataclass(frozen=True, kw_only=True)
class ClarificationAsked(Event):
    """The body asked what exactly is sought."""

    kind = "clarification-asked"


@dataclass(frozen=True, kw_only=True)
class ClarificationGiven(Event):
    """The body received the requester's clarification."""

    kind = "clarification-given"


@dataclass(frozen=True, kw_only=True)
class AccessGranted(Event):
    """The body decided to give access; the papers themselves are still to come."""

    kind = "access-granted"


@dataclass(frozen=True, kw_only=True)
class Reply(Event):
    """What a body answered, question by question. `lacking` names duties that the paper fails."""

    stage: str
    outcomes: tuple[QuestionOutcome, ...]
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """The body gave what was asked."""

    kind = "answered"


@dataclass(frozen=True, kw_only=True)
class PartlyAnswered(Reply):
    """The body gave some of what was asked."""

    kind = "partly-answered"


@dataclass(frozen=True, kw_only=True)
class Refused(Reply):
    """The body refused."""

    kind = "refused"


@dataclass(frozen=True, kw_only=True)
class NotHeld(Reply):
    """The body said that it does not hold the records."""

    kind = "not-held"


@dataclass(frozen=True, kw_only=True)
class Lapse(Event):
    """A limit passed without an answer from `body`, with its count and the library's edition."""

    body: str
    stage: str
    opening: int
    earliest: date
    latest: date
    provisional: bool
    edition: str
    count: tuple[Move, ...]

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.stage}:{self.opening}"


@dataclass(frozen=True, kw_only=True)
class Overdue(Lapse):
    """No answer within the ordinary limit, and no extension announced."""

    kind = "overdue"


@dataclass(frozen=True, kw_only=True)
class FellSilent(Lapse):
    """No answer within the longest limit that the law could allow."""

    kind = "fell-silent"


@dataclass(frozen=True, kw_only=True)
class Recounted(Event):
    """The library changed, and days that start from `opening` with it: how each moved, and why.

    `older` and `edition` are the editions before and after; `after` is the recount before this
    one (0: none), so that a library which is changed to and fro is told of each time.
    """

    kind = "recounted"
    opening: int
    after: int
    older: str
    edition: str
    shifts: tuple[Shift, ...]

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.edition}:{self.opening}:{self.after}"


@dataclass(frozen=True, kw_only=True)
class LetPass(Event):
    """A person decided to let a requester's time pass unused, and why: it is never public."""

    kind = "let-pass"
    stage: str
    opening: int
    ground: PassedBecause


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The requester gave the request up."""

    kind = "withdrawn"

    @property
    def once(self) -> str:
        return self.kind


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """An entry was wrong: it stays on record and counts no more from here on.

    The public sees at once that it was struck; a `private` reason only once it was published.
    """

    kind = "corrected"
    entry: int
    why: str
    private: bool = False

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.entry}"


KINDS: dict[str, type[Event]] = {
    kind.kind: kind
    for kind in (
        Drafted,
        Approved,
        Sent,
        Resent,
        DeliveryReported,
        Received,
        Acknowledged,
        PaperCame,
        ExtensionNoticed,
        Registered,
        Transferred,
        HandedToAssistant,
        ThirdPartyHeard,
        FeeNoticed,
        FeePaid,
        ClarificationAsked,
        ClarificationGiven,
        AccessGranted,
        Answered,
        PartlyAnswered,
        Refused,
        NotHeld,
        Overdue,
        FellSilent,
        Recounted,
        AppealFiled,
        HearingFixed,
        Adjourned,
        HearingHeld,
        Decided,
        Complied,
        EnforcementSought,
        LetPass,
        NoticeSent,
        BodyStated,
        Withdrawn,
        Corrected,
        Published,
        Removed,
        Withheld,
    )
}
