"""The binder: fits and binds documents in confined processes, one at a time."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.documents.document_redactor import drawn_frames
from tracker.documents.printing import prints, undated
from tracker.documents.sandbox.confined_jobs import ConfinedJob, ProcessLimits, run_confined
from tracker.documents.suite import as_pdf, as_pdfs, drawable
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.ports.documents import Binder, BoundPart, FittedPdf
from tracker.services.ports.publishing import Redactor

_STITCHING = Path(__file__).with_name("stitching.py")
_SECONDS = 120
_LIMITS = ProcessLimits(memory=3 * 1024**3, seconds=120)
_WAITS = 30
LARGEST_BOUND = 200 * 1024 * 1024
# How many documents LibreOffice converts in one start.
_AT_ONCE = 20
_IMAGES = frozenset({"image/png", "image/jpeg"})
_REFUSED = {
    "damaged": Message("It cannot be opened. It is damaged or password-protected."),
    "pages": Message("It has too many pages."),
}
_TOO_MUCH = Message("It takes too long or too much memory to process.")


class ConfinedBinder(Binder):
    """Binds one bundle at a time, so that a small machine does not run out of memory.

    `redactor` draws images, as it does for public copies.
    """

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._busy = threading.Lock()

    def fit(self, data: bytes, media: str, most_pages: int) -> FittedPdf:
        with self._alone():
            paper = self._as_pdf(data, media)
            asked = {"do": "fit", "size": len(paper), "most": most_pages}
            pages, fitted = drawn_frames(asked, paper, _REFUSED, _TOO_MUCH)
        return FittedPdf(fitted, json.loads(pages))

    def _as_pdf(self, data: bytes, media: str) -> bytes:
        if media in _IMAGES:
            pictures = [page.picture for page in self._redactor.render(data, media)]
            return self._redactor.press(pictures, [() for _ in pictures])
        return data if media == "application/pdf" else as_pdf(*drawable(data, media))

    def typed(self, texts: Sequence[tuple[bytes, str]]) -> Sequence[bytes]:
        with self._alone():
            return tuple(_drawn([drawable(data, media)[0] for data, media in texts], "txt"))

    def printed(self, letters: Sequence[bytes]) -> Sequence[FittedPdf]:
        if not prints():
            raise NotAllowed(
                "LibreOffice is not installed here, so no PDF can be made. Download the separate "
                "files."
            )
        with self._alone():
            drawn = [undated(pdf) for pdf in _drawn(letters, "docx")]
            asked = {"do": "count", "sizes": [len(pdf) for pdf in drawn]}
            (counts,) = drawn_frames(asked, b"".join(drawn), _REFUSED, _TOO_MUCH)
        return [FittedPdf(*each) for each in zip(drawn, json.loads(counts), strict=True)]

    def bind(self, parts: Sequence[BoundPart], title: str, language: str) -> bytes:
        told = [
            {
                "size": len(part.pdf.data),
                "bookmark": part.bookmark,
                "level": part.level,
                "stamp": part.stamp,
            }
            for part in parts
        ]
        asked = {"parts": told, "title": title, "language": language}
        with self._alone():
            bound = _stitched(asked, [part.pdf.data for part in parts])
        if not bound:
            raise BadInput(
                "The bundle takes too much time or memory, or is larger than {most} MB. Leave "
                "out annexes and file them separately.",
                most=LARGEST_BOUND // 1024 // 1024,
            )
        return bound

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until nothing else is bound. Raises BadInput if that takes too long."""
        if not self._busy.acquire(timeout=_WAITS):
            raise BadInput("Another bundle is being made. Try again in a minute.")
        try:
            yield
        finally:
            self._busy.release()


def _drawn(papers: Sequence[bytes], ending: str) -> Iterator[bytes]:
    """Yield documents of one type as PDFs. LibreOffice leaves out files of a command that names
    some 250."""
    for first in range(0, len(papers), _AT_ONCE):
        yield from as_pdfs(papers[first : first + _AT_ONCE], ending)


def _stitched(asked: object, papers: Sequence[bytes]) -> bytes:
    """Return the bound PDF; nothing if that takes too much time or memory."""
    said = b"".join((json.dumps(asked).encode(), b"\n", *papers))
    try:
        return run_confined(ConfinedJob(_STITCHING, _SECONDS, LARGEST_BOUND, limits=_LIMITS), said)
    except TimeoutError:
        return b""
