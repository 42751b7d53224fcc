"""What a check of the office’s own mail found, each in one sentence for the operator."""

from dataclasses import dataclass
from enum import StrEnum

# How long a check waits for its mail, unless a person sets another time, and at most.
CHECK_SECONDS, LONGEST_CHECK_SECONDS = 60.0, 3600


class CheckPart(StrEnum):
    """What was checked."""

    SENDING = "sending server"
    MAILBOX = "mailbox"
    ROUND_TRIP = "round trip"
    RECIPIENT = "recipient"
    RESULTS = "results"
    REPORT = "delivery report"
    MX = "MX"
    SPF = "SPF"
    DKIM = "DKIM"
    DMARC = "DMARC"

    def good(self, says: str) -> "CheckFinding":
        """Return a finding that all is well."""
        return CheckFinding(self, CheckOutcome.GOOD, says)

    def advice(self, says: str) -> "CheckFinding":
        """Return a finding of what can be better."""
        return CheckFinding(self, CheckOutcome.ADVICE, says)

    def problem(self, says: str) -> "CheckFinding":
        """Return a finding of what is wrong."""
        return CheckFinding(self, CheckOutcome.PROBLEM, says)

    def unknown(self, says: str) -> "CheckFinding":
        """Return a finding that nobody answered."""
        return CheckFinding(self, CheckOutcome.UNKNOWN, says)

    def skipped(self, says: str) -> "CheckFinding":
        """Return a finding that nobody was asked."""
        return CheckFinding(self, CheckOutcome.SKIPPED, says)


class CheckOutcome(StrEnum):
    """What a check means for the operator.

    With ADVICE the mail works, and something about it can be better. UNKNOWN means that nobody
    answered now, SKIPPED that nobody was asked.
    """

    GOOD = "good"
    ADVICE = "advice"
    PROBLEM = "problem"
    UNKNOWN = "unknown"
    SKIPPED = "not checked"


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One sentence about one part, without passwords and without words of any mail."""

    part: CheckPart
    outcome: CheckOutcome
    says: str
