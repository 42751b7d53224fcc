"""The use case that stores what a document of a body says of itself, beside its entry."""

from tracker.domain.base.errors import BadInput
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.law.law import Law
from tracker.services.ports.cases import CaseFile

# Characters allowed in a number, in the names of a post and of a body, in a sum of money and in
# quoted words.
LONGEST_PAPER_NUMBER = 120
LONGEST_POST = 120
LONGEST_NAME = 120
LONGEST_SUM = 60
LONGEST_OPERATIVE_WORDS = 1000


def counts_from_date_borne(law: Law) -> bool:
    """Return whether the time for a remedy runs from the date that a decision bears."""
    limits = (limit for stage in law.stages.values() for limit in stage.limits)
    return any(limit.from_date_borne for limit in limits)


def keep_paper_details(case: CaseFile, entry: Entry, details: PaperDetails) -> None:
    """Store the number, date, post and words of the document of an entry, sealed to its request.

    Raises BadInput for a text that is too long, and for a date after the day of the entry.
    """
    read = PaperDetails(
        " ".join(details.number.split()),
        details.dated,
        " ".join(details.signed_by.split()),
        details.words.strip(),
    )
    if len(read.number) > LONGEST_PAPER_NUMBER:
        raise BadInput("Number must be {most} characters or fewer.", most=LONGEST_PAPER_NUMBER)
    if len(read.signed_by) > LONGEST_POST:
        raise BadInput("Post must be {most} characters or fewer.", most=LONGEST_POST)
    if len(read.words) > LONGEST_OPERATIVE_WORDS:
        raise BadInput("Operative words must be 1,000 characters or fewer.")
    if read.dated and read.dated > entry.event.on.latest:
        raise BadInput(
            "The document is dated {dated}, which is after its arrival on {day}. Check "
            "both dates.",
            dated=read.dated,
            day=entry.event.on.latest,
        )
    if read != NO_DETAILS:
        case.keep_paper_details(entry.seq, read)
