"""The binder: fits and binds documents in confined processes, one at a time."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.documents.printing import prints, undated
from tracker.documents.sandbox.confined_jobs import ConfinedJob, frames, run_confined
from tracker.documents.suite import as_pdf, as_pdfs, drawable
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.ports.documents import Binder, BoundPart, FittedPdf
from tracker.services.ports.publishing import Redactor

_FITTING = Path(__file__).with_name("fitting.py")
_STITCHING = Path(__file__).with_name("stitching.py")
_SECONDS = 120
_WAITS = 30
LARGEST_BOUND = 200 * 1024 * 1024
# How many letters LibreOffice converts in one start.
_AT_ONCE = 20
_IMAGES = frozenset({"image/png", "image/jpeg"})
_REFUSED = {
    "damaged": Message("It cannot be opened. It is damaged or password-protected."),
    "pages": Message("It has too many pages for this bundle."),
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
            pages, fitted = _answers(_FITTING, "fit", [self._as_pdf(data, media)], most_pages)
        return FittedPdf(fitted, json.loads(pages))

    def _as_pdf(self, data: bytes, media: str) -> bytes:
        if media in _IMAGES:
            pictures = [page.picture for page in self._redactor.render(data, media)]
            return self._redactor.press(pictures, [() for _ in pictures])
        return data if media == "application/pdf" else as_pdf(*drawable(data, media))

    def printed(self, letters: Sequence[bytes]) -> Sequence[FittedPdf]:
        if not prints():
            raise NotAllowed(
                "LibreOffice is not installed here, so no PDF can be made. Download the separate "
                "files."
            )
        with self._alone():
            drawn = [undated(pdf) for pdf in _drawn(letters)]
            (pages,) = _answers(_FITTING, "count", drawn) if drawn else (b"[]",)
        return [FittedPdf(*each) for each in zip(drawn, json.loads(pages), strict=True)]

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
            bound = _asked(_STITCHING, asked, [part.pdf.data for part in parts])
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


def _drawn(letters: Sequence[bytes]) -> Iterator[bytes]:
    for first in range(0, len(letters), _AT_ONCE):
        yield from as_pdfs(letters[first : first + _AT_ONCE], "docx")


def _answers(program: Path, do: str, papers: Sequence[bytes], most: int = 0) -> tuple[bytes, ...]:
    """Return the frames of an answer. Raises BadInput if the process refuses or dies."""
    asked = {"do": do, "sizes": [len(data) for data in papers], "most": most}
    found = tuple(frames(_asked(program, asked, papers)))
    if not found:
        raise BadInput(_TOO_MUCH)
    if found[0].startswith(b'{"refused"'):
        why = _REFUSED[json.loads(found[0])["refused"]]
        raise BadInput(why)
    return found


def _asked(program: Path, asked: object, papers: Sequence[bytes]) -> bytes:
    said = b"".join((json.dumps(asked).encode(), b"\n", *papers))
    try:
        return run_confined(ConfinedJob(program, _SECONDS, LARGEST_BOUND), said)
    except TimeoutError:
        return b""
