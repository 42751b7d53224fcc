"""Public copies of documents: images of their pages, checked one by one and redacted.

The document itself stays sealed as it came. What a person checked is what is released: the pages
are rendered once, and the copy is made from those images alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.case.request import Applicant
from tracker.domain.events.copy import Copy
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.publishing import CopyWork, FoundLine, Letters, PageImage, RedactionBox
from tracker.services.publishing.proposing import (
    ADDRESS,
    PERSON_NAME,
    ProposedRedaction,
    proposals,
)
from tracker.services.publishing.publishing import publishable

T = TypeVar("T")

# The margin around proposed redactions, in thousandths of the page.
_MARGIN = 3
# The smallest side of a redaction, in thousandths. A smaller one hides nothing.
SMALLEST = 4
MOST_BOXES = 200
_MOST_LINES = 400

COPY_CHANGED = Message(
    "A copy changed after this publication was prepared. Check it again, then confirm or cancel "
    "it."
)


@dataclass(frozen=True, slots=True)
class Copyable:
    """A document that can have a public copy, and the work on that copy so far."""

    paper: str
    name: str
    media: str
    purpose: str
    entry: int
    work: CopyWork | None


def copyable(case: CaseFile) -> tuple[Copyable, ...]:
    """Return the documents of publishable entries, in the order of the history."""
    kept = {paper.digest: paper for paper in case.papers()}
    rests_on = {
        digest: entry.seq for entry in publishable(case.history) for digest in entry.event.evidence
    }
    return tuple(
        Copyable(
            digest,
            kept[digest].name,
            kept[digest].media,
            kept[digest].purpose,
            seq,
            case.copy_work(digest),
        )
        for digest, seq in sorted(rests_on.items(), key=lambda each: (each[1], each[0]))
        if digest in kept
    )


def copyable_of(office: Office, reference: str) -> tuple[Copyable, ...]:
    """Return the documents of a request that can have a public copy.

    Raises NotOnFile if there is no such request.
    """
    with office.cases.look(reference) as case:
        return copyable(case)


def files_of(papers: Iterable[Copyable]) -> Mapping[str, str]:
    """Return the document of each finished copy, by the digest of the copy."""
    works = (each.work for each in papers if each.work)
    return {work.copy.digest: work.paper for work in works if work.copy}


def begin(office: Office, reference: str, paper: str, title: str) -> CopyWork:
    """Render the pages of a document and propose redactions, or return the work begun before.

    Raises NotOnFile for a document that cannot be copied, BadInput if it cannot be rendered.
    """
    with office.cases.look(reference) as case:
        found, applicant = _found(case, paper), case.applicant()
    if found.work:
        return found.work
    pages = office.redactor.render(office.archive.read(reference, paper), found.media)
    images = tuple(
        PageImage(
            digest=office.archive.keep(reference, page.picture),
            width=page.width,
            height=page.height,
            lines=lines_of(page.letters),
        )
        for page in pages
    )
    work = CopyWork(
        paper=paper,
        title=title,
        entry=found.entry,
        images=images,
        boxes=tuple(boxes_for(page.letters, applicant) for page in pages),
        looked=tuple(False for _ in images),
    )
    with office.cases.open(reference) as case:
        case.keep_copy_work(work)
    return work


def work_on(office: Office, reference: str, paper: str) -> CopyWork:
    """Return the work on a public copy so far. Raises NotOnFile if none was begun."""
    with office.cases.look(reference) as case:
        return _work(case, paper)


def picture(office: Office, reference: str, paper: str, page: int) -> bytes:
    """Return a page as rendered, without redactions; private.

    Raises NotOnFile if there is none.
    """
    work = work_on(office, reference, paper)
    return office.archive.read(reference, work.images[_place(work, page)].digest)


def black_out(office: Office, reference: str, paper: str, page: int, box: RedactionBox) -> None:
    """Add a redaction to a page and clear its "checked" mark.

    Raises BadInput for a box that is empty, too small or over the limit.
    """
    if not (0 <= box.left < box.right <= 1000 and 0 <= box.top < box.bottom <= 1000):
        raise BadInput(
            "The left edge must come before the right and the top before the bottom, each from 0 "
            "to 100 percent."
        )
    if box.right - box.left < SMALLEST or box.bottom - box.top < SMALLEST:
        raise BadInput("The redaction is too small to hide anything. Make it larger.")
    _change(office, reference, paper, page, lambda boxes: _with(boxes, box))


def uncover(office: Office, reference: str, paper: str, page: int, box: RedactionBox) -> None:
    """Remove a redaction from a page and clear its "checked" mark."""

    def without(boxes: tuple[RedactionBox, ...]) -> tuple[RedactionBox, ...]:
        return tuple(each for each in boxes if corners(each) != corners(box))

    _change(office, reference, paper, page, without)


def looked_at(
    office: Office,
    reference: str,
    paper: str,
    page: int,
    seen: Sequence[RedactionBox] | None = None,
) -> None:
    """Mark a page as checked, with the redactions `seen` if they are given.

    Raises NotOnFile if there is no such page, NotAllowed if its redactions changed since.
    """
    with office.cases.open(reference) as case:
        work = _work(case, paper)
        place = _place(work, page)
        if seen is not None and set(map(corners, seen)) != set(map(corners, work.boxes[place])):
            raise NotAllowed("The redactions have changed. Check the page again.")
        case.keep_copy_work(replace(work, looked=_put(work.looked, place, True)))


def finish(office: Office, reference: str, paper: str, title: str) -> Copy:
    """Make the public copy once every page was checked. It is not published yet.

    Raises NotAllowed before that or if the redactions change in the meantime, BadInput for a title
    that is empty or names someone.
    """
    with office.cases.look(reference) as case:
        work, applicant = _work(case, paper), case.applicant()
    if not all(work.looked):
        missing = work.looked.index(False) + 1
        raise NotAllowed(
            "Page {missing} has not been checked. Check it and confirm first.", missing=missing
        )
    if not title.strip():
        raise BadInput("Enter a short title for the document.")
    require_anonymous(title, applicant)
    pictures = [office.archive.read(reference, plate.digest) for plate in work.images]
    data = office.redactor.press(pictures, work.boxes)
    copy = Copy(sha256_of(data), title.strip(), work.entry, len(pictures), len(data))
    ready = office.archive.keep(reference, data)
    with office.cases.open(reference) as case:
        if _work(case, paper) != work:
            raise NotAllowed("Someone changed the redactions. Check the pages again.")
        case.keep_copy_work(replace(work, title=title.strip(), ready=ready, copy=copy))
        if copy != work.copy:
            _stop_release(office, case, paper)
    return copy


def finished(office: Office, reference: str, paper: str) -> bytes:
    """Return the copy as it would be released. Raises NotOnFile if it is not finished."""
    work = work_on(office, reference, paper)
    if not work.ready:
        raise NotOnFile("This copy is not finished. Check each of its pages first.")
    return office.archive.read(reference, work.ready)


def corners(box: RedactionBox) -> tuple[int, int, int, int]:
    """Return the position of a redaction."""
    return box.left, box.top, box.right, box.bottom


def lines_of(letters: Letters) -> tuple[FoundLine, ...]:
    """Return the lines in the text layer of a page, each with its position."""
    found = []
    for start, end in _lines(letters.words):
        around = _around(letters.places[start:end])
        if around and letters.words[start:end].strip():
            found.append(FoundLine(letters.words[start:end].strip(), around))
    return tuple(found[:_MOST_LINES])


def boxes_for(letters: Letters, applicant: Applicant) -> tuple[RedactionBox, ...]:
    """Return the redactions that the rules propose for a page, one for each line affected."""
    # Search line by line and across lines: an address ends with its line, a number may not.
    whole = letters.words.replace("\r", " ").replace("\n", " ")
    found = {*proposals(letters.words.replace("\r", "\n"), applicant)}
    found |= {
        each for each in proposals(whole, applicant) if each.what not in (ADDRESS, PERSON_NAME)
    }
    boxes = [
        replace(around, why=each.what)
        for each in sorted(found, key=lambda each: (each.start, each.end))
        for start, end in _by_lines(letters.words, each)
        if (around := _around(letters.places[start:end]))
    ]
    return tuple(dict.fromkeys(boxes))[:MOST_BOXES]


def _change(
    office: Office,
    reference: str,
    paper: str,
    page: int,
    change: Callable[[tuple[RedactionBox, ...]], tuple[RedactionBox, ...]],
) -> None:
    """Change the redactions of a page, clear its "checked" mark and drop the finished copy.

    If that copy waits for its day, it waits for a person again.
    """
    with office.cases.open(reference) as case:
        work = _work(case, paper)
        place = _place(work, page)
        case.keep_copy_work(
            replace(
                work,
                boxes=_put(work.boxes, place, change(work.boxes[place])),
                looked=_put(work.looked, place, False),
                ready="",
                copy=None,
            )
        )
        _stop_release(office, case, paper)


def _stop_release(office: Office, case: CaseFile, paper: str) -> None:
    """Have a person look again if a copy that was changed waits for its day."""
    waiting = case.waiting()
    if waiting and paper in waiting.publication.copies:
        office.pending_publications.stop(case.reference, COPY_CHANGED)


def _with(boxes: tuple[RedactionBox, ...], box: RedactionBox) -> tuple[RedactionBox, ...]:
    if corners(box) in map(corners, boxes):
        return boxes
    if len(boxes) >= MOST_BOXES:
        raise BadInput("There are too many redactions on this page. Redact larger areas.")
    return (*boxes, box)


def _put(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _found(case: CaseFile, paper: str) -> Copyable:
    for each in copyable(case):
        if each.paper == paper:
            return each
    raise NotOnFile("No entry that can be published uses this document. Check the timeline.")


def _work(case: CaseFile, paper: str) -> CopyWork:
    work = case.copy_work(paper)
    if work is None:
        raise NotOnFile(
            "No copy of this document has been started. Start one from the list of documents."
        )
    return work


def _place(work: CopyWork, page: int) -> int:
    if not 1 <= page <= len(work.images):
        raise NotOnFile(
            "This document has no page {page}. It has {number}.",
            page=page,
            number=len(work.images),
        )
    return page - 1


def _lines(words: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in re.finditer(r"[^\r\n]+", words))


def _by_lines(words: str, found: ProposedRedaction) -> Iterator[tuple[int, int]]:
    for start, end in _lines(words):
        if start < found.end and found.start < end:
            yield max(start, found.start), min(end, found.end)


def _around(places: Sequence[RedactionBox]) -> RedactionBox | None:
    """Return a box around letters, with a margin, None if none of them has a position."""
    there = [place for place in places if place.right > place.left and place.bottom > place.top]
    if not there:
        return None
    return RedactionBox(
        left=max(min(place.left for place in there) - _MARGIN, 0),
        top=max(min(place.top for place in there) - _MARGIN, 0),
        right=min(max(place.right for place in there) + _MARGIN, 1000),
        bottom=min(max(place.bottom for place in there) + _MARGIN, 1000),
    )
