"""A small picture of the first page of a public copy, which itself is made of pictures alone."""

import re
from io import BytesIO

from PIL import Image

from tracker.domain.base.errors import NotOnFile

# Twice the size at which pages show it, for sharp screens.
THUMB_WIDE, THUMB_HIGH = 112, 148
# A page of a copy holds one picture. The first one in the file is that of the first page.
_PICTURE = re.compile(rb"/Filter /DCTDecode /Length (\d+) >>\nstream\n")
_QUALITY = 60


def first_page(copy: bytes) -> bytes:
    """Return the first page of a public copy as a small JPEG, without any other data.

    Raises NotOnFile if the file has no such picture.
    """
    found = _PICTURE.search(copy)
    if found is None:
        raise NotOnFile("This copy has no picture of its first page.")
    written = copy[found.end() : found.end() + int(found[1])]
    with Image.open(BytesIO(written), formats=["JPEG"]) as page:
        page.draft("RGB", (2 * THUMB_WIDE, 2 * THUMB_HIGH))
        small = page.convert("RGB")
    small.thumbnail((THUMB_WIDE, THUMB_HIGH))
    out = BytesIO()
    small.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
