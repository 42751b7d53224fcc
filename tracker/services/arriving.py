"""Takes in a paper of a body before anybody has said what it is."""

from collections.abc import Sequence

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotOnFile
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.history import Entry
from tracker.domain.situation import situation_of
from tracker.domain.terms import Channel
from tracker.services.days import require_sent, require_since_sent
from tracker.services.entering import enter
from tracker.services.filing import Upload, keep
from tracker.services.office import Office


def log_paper(
    office: Office,
    reference: str,
    on: DaySpan,
    channel: Channel,
    papers: Sequence[Upload],
    *,
    by: str,
) -> Entry:
    """Record that a paper of the body came on that day. Until an entry rests on it that says what
    it is, no silence is entered: it may be the answer.

    Raises NotAllowed before sending, BadInput without the paper or for a day that cannot be.
    """
    with office.cases.open(reference) as case:
        situation = situation_of(case.history)
        drafted = require_sent(situation)
        if not papers:
            raise BadInput("Add the paper itself: it is read from here.")
        require_since_sent(office, situation, drafted.body, on)
        digests = keep(office, case, papers, purpose="came")
        (entry,) = enter(office, case, PaperCame(on=on, channel=channel, evidence=digests), by=by)
        return entry


def papers_of(office: Office, reference: str, seq: int) -> tuple[DaySpan, tuple[Upload, ...]]:
    """The day on which a paper came that nobody has read yet, and its files, for the entry that
    says what it is.

    Raises NotOnFile where no such paper waits.
    """
    with office.cases.look(reference) as case:
        unread = {entry.seq: entry for entry in situation_of(case.history).unread()}
        if seq not in unread:
            raise NotOnFile(
                "No paper waits at that place: look at the request for what came and was read."
            )
        event = unread[seq].event
        kept = {paper.digest: paper for paper in case.papers()}
        files = tuple(
            Upload(kept[digest].name, office.archive.read(reference, digest), kept[digest].media)
            for digest in event.evidence
        )
        return event.on, files
