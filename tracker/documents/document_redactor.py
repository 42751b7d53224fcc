"""Images of documents and public copies, made in a separate process with limits."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.documents.sandbox.confined_jobs import ConfinedJob, frames, run_confined
from tracker.documents.suite import as_pdf, drawable
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.services.ports.publishing import (
    Letters,
    PhotographedPage,
    RedactionBox,
    Redactor,
    RedactorBusy,
    RenderedPage,
)

PROGRAM = Path(__file__).with_name("rendering.py")
DRAWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
_SECONDS = 120
_WAITS = 30
LARGEST_ANSWER = 200 * 1024 * 1024
LARGEST_COPY = 20 * 1024 * 1024

_REFUSED = {
    "damaged": Message("The file cannot be opened. It is damaged or password-protected."),
    "pages": Message("It has more than 60 pages. Split it and log the parts."),
    "large": Message("The image is too large to process. Log a smaller one."),
}
TOO_MUCH = Message(
    "It takes too long or too much memory to process. Print it, scan it and log the scan."
)


class IsolatedRedactor(Redactor):
    """Renders one document at a time, so that a small machine does not run out of memory."""

    def __init__(self) -> None:
        self._busy = threading.Lock()

    def render(self, data: bytes, media: str) -> Sequence[RenderedPage]:
        frames = self._drawn("render", data, media)
        pages = []
        for meta, picture in zip(frames[::2], frames[1::2], strict=False):
            found = json.loads(meta)
            places = tuple(RedactionBox(*place) for place in found["places"])
            letters = Letters(found["words"], places)
            pages.append(RenderedPage(picture, found["width"], found["height"], letters))
        return tuple(pages)

    def strip(self, data: bytes, media: str) -> bytes:
        (picture,) = self._drawn("strip", data, media)
        return picture

    def _drawn(self, do: str, data: bytes, media: str) -> list[bytes]:
        with self._alone():
            if media not in DRAWN:
                data, media = as_pdf(*drawable(data, media)), "application/pdf"
            asked = {"do": do, "media": media, "size": len(data)}
            return drawn_frames(asked, data, _REFUSED, TOO_MUCH)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until nothing else is rendered. Raises BadInput if that takes too long."""
        if not self._busy.acquire(timeout=_WAITS):
            raise RedactorBusy("Other documents are being processed. Try again in a minute.")
        try:
            yield
        finally:
            self._busy.release()

    def press(self, pictures: Sequence[bytes], boxes: Sequence[Sequence[RedactionBox]]) -> bytes:
        corners = [[[box.left, box.top, box.right, box.bottom] for box in page] for page in boxes]
        sizes = [len(picture) for picture in pictures]
        with self._alone():
            asked = {"do": "press", "sizes": sizes, "boxes": corners}
            (copy,) = drawn_frames(asked, b"".join(pictures), _REFUSED, TOO_MUCH)
        if len(copy) > LARGEST_COPY:
            raise BadInput(
                "The copy would be larger than 20 MB. Split the document and log the parts."
            )
        return copy

    def photograph(self, data: bytes) -> PhotographedPage:
        with self._alone():
            asked = {"do": "photograph", "size": len(data)}
            return PhotographedPage(*drawn_frames(asked, data, _REFUSED, TOO_MUCH))

    def album(self, pages: Sequence[bytes], turns: Sequence[int]) -> bytes:
        asked = {"do": "album", "sizes": [len(page) for page in pages], "turns": list(turns)}
        with self._alone():
            (album,) = drawn_frames(asked, b"".join(pages), _REFUSED, TOO_MUCH)
        if len(album) > LARGEST_COPY:
            raise BadInput(
                "The PDF would be larger than 20 MB. Remove some pages, and make a second PDF of "
                "them."
            )
        return album


def drawn_frames(
    asked: Mapping[str, object], data: bytes, refused: Mapping[str, Message], too_much: Message
) -> list[bytes]:
    """Return the frames with which `rendering.py` answers one task in its sandbox.

    Raises BadInput with a message of `refused` if it refuses, `too_much` if it dies.
    """
    said = json.dumps(asked).encode() + b"\n" + data
    try:
        found = list(frames(run_confined(ConfinedJob(PROGRAM, _SECONDS, LARGEST_ANSWER), said)))
    except TimeoutError:
        found = []
    if not found:
        raise BadInput(too_much)
    # A document may be refused at a later page.
    if found[-1].startswith(b'{"refused"'):
        why = refused[json.loads(found[-1])["refused"]]
        raise BadInput(why)
    return found
