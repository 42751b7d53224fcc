"""The texts and public copies that a publication releases."""

from collections.abc import Iterator

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_state import case_state_of
from tracker.domain.events.correspondence.body_stated import STATEMENT, BodyStated
from tracker.domain.events.release import Release
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.publishing import Publication, PublicCopyFile
from tracker.services.ports.records import ReleasedText
from tracker.services.publishing.proposing import is_cut_from

# The title of a response's words on one item.
QUOTED = "Words of the response"
_STATED = "Statement of the body"


def released_texts(
    case: CaseFile, publication: Publication
) -> Iterator[tuple[ReleasedText, Release]]:
    """Yield the texts to release: those typed, and the chosen words of responses.

    Raises BadInput if no words are stored, if the response is not shown with them, or if they
    differ from the original by more than redactions.
    """
    for title, words in publication.texts:
        text = ReleasedText(sha256_of(words.encode()), title, words)
        yield text, Release(text.digest, title)
    case_state = case_state_of(case.history)
    known = {(release.entry, release.question) for release in case_state.releases}
    stated = [
        (entry.seq, STATEMENT)
        for entry in case.history
        if entry.seq in publication.entries and isinstance(entry.event, BodyStated)
    ]
    # A statement of the body is always shown in full.
    for seq, question in dict.fromkeys((*publication.quotes, *stated)):
        if seq not in case_state.published | set(publication.entries):
            raise BadInput("Publish the response together with its words.")
        original = case.quotes(seq).get(question, "")
        if not original:
            raise BadInput("Entry {seq} has no words on that item.", seq=seq)
        words = publication.redacted.get((seq, question), original)
        if not is_cut_from(words, original):
            raise BadInput(
                "The body’s words must stay as they are. Replace anything that identifies a "
                "person with “[…]” and change nothing else."
            )
        if (seq, question) not in known or case_state.withheld:
            title = _STATED if question == STATEMENT else QUOTED
            text = ReleasedText(sha256_of(words.encode()), title, words)
            yield text, Release(text.digest, title, seq, question)


def released_copies(
    office: Office, case: CaseFile, publication: Publication
) -> Iterator[PublicCopyFile]:
    """Yield the finished copies to release that are not shown yet.

    Raises BadInput for one that is not finished, or whose entry is not shown.
    """
    case_state = case_state_of(case.history)
    shown = frozenset() if case_state.withheld else case_state.published
    there = set() if case_state.withheld else {copy.digest for copy in case_state.copies}
    for paper in publication.copies:
        work = case.copy_work(paper)
        if work is None or work.copy is None:
            raise BadInput("A copy is not finished. Check every page of it first.")
        if work.copy.entry not in shown | set(publication.entries):
            raise BadInput("Publish the entry together with the copy of its document.")
        if work.copy.digest not in there:
            yield PublicCopyFile(work.copy, office.archive.read(case.reference, work.ready))
