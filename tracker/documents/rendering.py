"""Draws documents as images or on A4, in a process that can do nothing else.

Run as a file and never imported: it imports nothing of this program. Standard input has a line of
JSON, then the bytes of the documents or images. The answer consists of frames, each a length and
that many bytes. The sandbox limits memory and time, whatever a hostile file does.
"""

import ctypes
import json
import sys
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any

_MOST_PAGES = 60
MOST_LETTERS = 20_000
DOTS_PER_INCH = 150
LONGEST_SIDE = 2200
MOST_PIXELS = 60_000_000
# A JPEG photograph may have more, because it is decoded at a fraction of its size.
_MOST_PHOTOGRAPHED = 240_000_000
# An image is compressed in independent blocks with this many pixels a side. Redactions are
# widened to whole blocks, so that no block keeps a trace of what was beside an edge.
BLOCK = 8
QUALITY = 85
# A4 in points, and the margins that keep the place of a running number free.
_SHORT, _LONG = 595.28, 841.89
_TOP, _EDGE = 40.0, 20.0
# A strip to be read beside a form: its width, the most of a page's height, its pages, the gap.
STRIP_WIDTH = 900
_STRIP_PAGE = 3000
MOST_ON_STRIP = 20
_GAP = 12
# A photographed page fills A4 in print. A small copy of it is shown beside the others.
DOTS_OF_PHOTOGRAPH = LONGEST_SIDE / (841.89 / 72)
SMALL_SIDE = 320
_PHOTOGRAPH_QUALITY, _SMALL_QUALITY = 75, 60


class _Refused(Exception):
    """Raised if the document cannot be rendered, with a word for the reason."""


def _main() -> None:
    """Run the task that the caller names."""
    warnings.simplefilter("error")
    asked = json.loads(sys.stdin.buffer.readline())
    try:
        if asked["do"] in _TASKS:
            _TASKS[asked["do"]](asked)
            return
        data = sys.stdin.buffer.read(asked["size"])
        draw = _pages_of_pdf if asked["media"] == "application/pdf" else _page_of_image
        if asked["do"] == "strip":
            _say(_strip(picture for _, picture in draw(data)))
            return
        for meta, picture in draw(data):
            _say(json.dumps(meta).encode())
            _say(picture)
    except _Refused as refused:
        _say(json.dumps({"refused": str(refused)}).encode())


def _say(data: bytes) -> None:
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)


def _pages_of_pdf(data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    import pypdfium2 as pdfium

    paper = _opened(data, _MOST_PAGES)
    for number in range(len(paper)):
        try:
            yield _drawn(paper[number])
        except pdfium.PdfiumError as error:
            raise _Refused("damaged") from error


def _opened(data: bytes, most_pages: int) -> Any:
    import pypdfium2 as pdfium

    try:
        paper = pdfium.PdfDocument(data)
        count = len(paper)
    except pdfium.PdfiumError as error:
        raise _Refused("damaged") from error
    if count > most_pages:
        raise _Refused("pages")
    if not count:
        raise _Refused("damaged")
    paper.init_forms()
    return paper


def _drawn(page: Any) -> tuple[dict[str, Any], bytes]:
    longest = max(*page.get_size(), 1)
    scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / longest)
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    meta = {"width": picture.width, "height": picture.height, **_letters(page)}
    return meta, _packed(picture)


def _letters(page: Any) -> dict[str, Any]:
    """Return each character of the text layer with its place in thousandths of the page."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    words, places = [], []
    for index in range(min(raw.FPDFText_CountChars(text), MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        surrogate = 0xD800 <= code < 0xE000
        words.append(chr(code) if 0 < code < 0x110000 and not surrogate else "\ufffd")
        places.append(_place(raw, page, text, index))
    return {"words": "".join(words), "places": places}


def _place(raw: Any, page: Any, text: Any, index: int) -> list[int]:
    around = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, around):
        return [0, 0, 0, 0]
    corners = [
        _on_the_picture(raw, page, x, y)
        for x, y in ((around.left, around.top), (around.right, around.bottom))
    ]
    (one, two) = zip(*corners, strict=True)
    return [min(one), min(two), max(one), max(two)]


def _on_the_picture(raw: Any, page: Any, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, 1000, 1000, 0, x, y, across, down)
    return _within(across.value), _within(down.value)


def _within(place: int) -> int:
    return min(max(place, 0), 1000)


def _page_of_image(data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    picture = _upright(data, MOST_PIXELS)
    meta = {"width": picture.width, "height": picture.height, "words": "", "places": []}
    yield meta, _packed(picture)


def _upright(data: bytes, most_pixels: int) -> Any:
    """Return an image upright and on white, with its longest side as long as a page may be.

    If `most_pixels` is more than MOST_PIXELS, the image is decoded at a reduced size.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = most_pixels
    try:
        with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as opened:
            if most_pixels > MOST_PIXELS:
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if opened.width * opened.height > MOST_PIXELS:
                raise _Refused("large")
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _Refused("large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise _Refused("damaged") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new image keeps nothing but the pixels.
    picture = Image.new("RGB", upright.size, "white")
    picture.paste(upright, mask=upright.getchannel("A"))
    return picture


def _photograph(asked: dict[str, Any]) -> None:
    """Draw a photograph as a page, and a small copy of that page."""
    page = _upright(sys.stdin.buffer.read(asked["size"]), _MOST_PHOTOGRAPHED)
    small = page.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    _say(_jpeg(page, _PHOTOGRAPH_QUALITY))
    _say(_jpeg(small, _SMALL_QUALITY))


def _album(asked: dict[str, Any]) -> None:
    """Write a PDF of pages that this program drew, each turned clockwise as asked."""
    from PIL import Image

    pages = []
    for size, turns in zip(asked["sizes"], asked["turns"], strict=True):
        data = sys.stdin.buffer.read(size)
        with Image.open(BytesIO(data), formats=["JPEG"]) as opened:
            across, down = opened.size
            if turns:
                turned = opened.rotate(-90 * turns, expand=True)
                (across, down), data = turned.size, _jpeg(turned, _PHOTOGRAPH_QUALITY)
        pages.append((across, down, data))
    _say(_pdf(pages, DOTS_OF_PHOTOGRAPH))


def _jpeg(picture: Any, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _strip(pictures: Iterable[bytes]) -> bytes:
    """Return the first pages below each other in one image."""
    from PIL import Image

    pages = []
    for picture in islice(pictures, MOST_ON_STRIP):
        with Image.open(BytesIO(picture), formats=["JPEG"]) as opened:
            opened.thumbnail((STRIP_WIDTH, _STRIP_PAGE))
            pages.append(opened.copy())
    height = sum(page.height + _GAP for page in pages) - _GAP
    strip = Image.new("RGB", (STRIP_WIDTH, height), "gray")
    top = 0
    for page in pages:
        strip.paste(page, ((STRIP_WIDTH - page.width) // 2, top))
        top += page.height + _GAP
    return _packed(strip)


def _packed(picture: Any) -> bytes:
    from PIL import Image

    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return out.getvalue()


def _count(asked: dict[str, Any]) -> None:
    papers = [_opened(sys.stdin.buffer.read(size), sys.maxsize) for size in asked["sizes"]]
    _say(json.dumps([len(paper) for paper in papers]).encode())


def _fit(asked: dict[str, Any]) -> None:
    """Draw each page on A4, without links, forms, scripts and attached files."""
    import pypdfium2 as pdfium

    paper = _opened(sys.stdin.buffer.read(asked["size"]), asked["most"])
    made = pdfium.PdfDocument.new()
    try:
        for number in range(len(paper)):
            _fit_page(paper, number, made)
    except (pdfium.PdfiumError, ValueError) as error:
        raise _Refused("damaged") from error
    out = BytesIO()
    made.save(out)
    _say(json.dumps(len(paper)).encode())
    _say(out.getvalue())


def _fit_page(paper: Any, number: int, made: Any) -> None:
    """Add one page, with its annotations as part of the drawing, to the PDF that is made."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    page = paper[number]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    wide, high = (max(side, 1.0) for side in page.get_size())
    page.close()
    across, down = (_LONG, _SHORT) if wide > high else (_SHORT, _LONG)
    scale = min((across - 2 * _EDGE) / wide, (down - _TOP - _EDGE) / high, 1.0)
    # As a drawing, a page is upright and begins at the corner of what it shows.
    drawing = paper.page_as_xobject(number, made).as_pageobject()
    left, bottom = (across - wide * scale) / 2, down - _TOP - high * scale
    drawing.transform(pdfium.PdfMatrix().scale(scale, scale).translate(left, bottom))
    sheet = made.new_page(across, down)
    sheet.insert_obj(drawing)
    sheet.gen_content()
    sheet.close()


def _press(asked: dict[str, Any]) -> None:
    """Write a PDF of the images that follow, with redactions black in the pixels."""
    from PIL import Image, ImageDraw

    pages = []
    for size, black in zip(asked["sizes"], asked["boxes"], strict=True):
        with Image.open(BytesIO(sys.stdin.buffer.read(size)), formats=["JPEG"]) as opened:
            picture = opened.convert("RGB")
        pencil = ImageDraw.Draw(picture)
        for left, top, right, bottom in black:
            across, down = picture.size
            pencil.rectangle(
                (
                    left * across // 1000 // BLOCK * BLOCK,
                    top * down // 1000 // BLOCK * BLOCK,
                    -(-right * across // 1000 // BLOCK) * BLOCK - 1,
                    -(-bottom * down // 1000 // BLOCK) * BLOCK - 1,
                ),
                fill="black",
            )
        pages.append((picture.width, picture.height, _packed(picture)))
    _say(_pdf(pages))


def _pdf(pages: list[tuple[int, int, bytes]], dots: float = DOTS_PER_INCH) -> bytes:
    """Return the smallest PDF that shows the images: no text, no names, no dates, no history."""
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for number, (width, height, packed) in enumerate(pages):
        own = 3 + 3 * number
        wide, high = (round(side * 72 / dots, 2) for side in (width, height))
        drawn = f"q {wide} 0 0 {high} 0 0 cm /P Do Q".encode()
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Contents {own + 1} "
                f"0 R /Resources << /XObject << /P {own + 2} 0 R >> >> >>"
            ).encode(),
            _stream(b"", drawn),
            _stream(
                (
                    f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace "
                    "/DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode "
                ).encode(),
                packed,
            ),
        ]
    return _written(objects)


def _stream(says: bytes, data: bytes) -> bytes:
    return b"<< %b/Length %d >>\nstream\n%b\nendstream" % (says, len(data), data)


def _written(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


_TASKS = {
    "press": _press,
    "fit": _fit,
    "count": _count,
    "photograph": _photograph,
    "album": _album,
}

if __name__ == "__main__":
    _main()
