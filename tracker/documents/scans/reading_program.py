"""Reads the words of one page of a document, in a process that can do nothing else.

Run as a file in the sandbox and never imported: it imports nothing of this program. Standard input
has a line of JSON, then the bytes of the document. The answer is JSON. A page whose file holds
words is taken as it is. The picture of any other page goes to tesseract, under the same limits.
"""

import json
import os
import subprocess
import sys
import warnings
from io import BytesIO
from typing import Any

_DOTS_PER_INCH = 300
_LONGEST_SIDE = 4000
_MOST_PIXELS = 60_000_000
_MOST_LETTERS = 60_000
# A stamp or page number that a scanner adds is not the text of a page.
_FEWEST_LETTERS = 40


class _Unreadable(Exception):
    """Raised for a page that cannot be read."""


def _main() -> None:
    warnings.simplefilter("error")
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(asked["size"])
    answer: dict[str, Any]
    try:
        pages, words, picture = _page(data, asked["media"], asked["page"])
        guessed = picture is not None
        if picture is not None:
            words = _recognised(picture, pages, asked)
        answer = {"pages": pages, "words": words[:_MOST_LETTERS], "guessed": guessed}
    except _Unreadable as unreadable:
        answer = {"pages": unreadable.args[0], "words": "", "guessed": True, "failed": True}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _page(data: bytes, media: str, number: int) -> tuple[int, str, Any]:
    """Return the number of pages, and the words in the file of a page or else its picture."""
    if media != "application/pdf":
        return 1, "", _photograph(data)
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError:
        raise _Unreadable(0) from None
    if number >= pages:
        return pages, "", None
    try:
        page = document[number]
        words = _words_of(page)
        return pages, words, None if words else _drawn(page)
    except (pdfium.PdfiumError, MemoryError, ValueError, OverflowError):
        raise _Unreadable(pages) from None


def _words_of(page: Any) -> str:
    """Return the words in the file of a page; empty if there are hardly any."""
    words = str(page.get_textpage().get_text_bounded())
    return words if sum(char.isalpha() for char in words) >= _FEWEST_LETTERS else ""


def _drawn(page: Any) -> Any:
    longest = max(*page.get_size(), 1)
    scale = min(_DOTS_PER_INCH / 72, _LONGEST_SIDE / longest)
    return page.render(scale=scale, grayscale=True).to_pil().convert("L")


def _photograph(data: bytes) -> Any:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        opened = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        opened.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
        if opened.width * opened.height > _MOST_PIXELS:
            raise _Unreadable(1)
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        return picture.convert("L")
    except _Unreadable:
        raise
    except Exception:  # a stranger's file raises many kinds of error
        raise _Unreadable(1) from None


def _recognised(picture: Any, pages: int, asked: dict[str, Any]) -> str:
    written = BytesIO()
    picture.save(written, "PPM")
    command = [asked["program"], "-", "-", "-l", "+".join(asked["languages"]), "--dpi", "300"]
    # One thread: the machine has other work too.
    settings = {"OMP_THREAD_LIMIT": "1", "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, with no user input
            command,
            input=written.getvalue(),
            capture_output=True,
            env=settings,
            timeout=asked["seconds"],
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise _Unreadable(pages) from None
    if done.returncode:
        raise _Unreadable(pages)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    _main()
