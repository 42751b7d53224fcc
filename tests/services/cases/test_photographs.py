"""Photographs of pages are sent in pieces over a line that breaks, and become one sealed PDF."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.offices import BY, Clock, a_request
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.services.cases import photographs
from tracker.services.cases.photographs import (
    KEPT_FOR,
    LARGEST_PHOTOGRAPH,
    MOST_PHOTOGRAPHS,
    PIECE,
    begin_photograph,
    draw_arrived,
    forget_old_photographs,
    make_pdf,
    move_photograph,
    photographs_of,
    remove_photograph,
    take_photographs,
    take_piece,
    turn_photograph,
)
from tracker.services.cases.unfinished import attached_before, forget_attached
from tracker.services.core.evidence import Upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.ports.documents import Photograph

# Fields of the metadata, and two values: as the camera was held, and held upright.
ORIENTATION, MAKER = 0x0112, 0x010F
UPRIGHT, TURNED_RIGHT = 1, 6


def a_photo(
    colour: str = "red", size: tuple[int, int] = (400, 300), orientation: int = UPRIGHT
) -> bytes:
    """A white photograph with a coloured corner at the upper left."""
    picture = Image.new("RGB", size, "white")
    picture.paste(colour, (0, 0, size[0] // 4, size[1] // 4))
    told = Image.Exif()
    told[MAKER] = "Camera of Zarmina"
    told[ORIENTATION] = orientation
    out = BytesIO()
    picture.save(out, "JPEG", quality=95, exif=told)
    return out.getvalue()


def upload(data: bytes, name: str = "page.jpg") -> Upload:
    return Upload(name, data, "image/jpeg")


def begun(office: Office, reference: str, data: bytes, name: str = "page.jpg") -> Photograph:
    return begin_photograph(office, reference, name, len(data), sha256_of(data), by=BY)


def sent(office: Office, found: Photograph, data: bytes, piece: int = PIECE) -> Photograph:
    """Send every missing piece."""
    while not found.drawn:
        part = data[found.have : found.have + piece]
        found = take_piece(
            office, found.reference, found.id, found.have, part, sha256_of(part), by=BY
        )
    return found


@pytest.fixture
def reference(office: Office) -> str:
    return a_request(office)


def pages_of(pdf: bytes) -> list[Image.Image]:
    return [page.images[0].image for page in PdfReader(BytesIO(pdf)).pages]  # type: ignore[misc]


def at(picture: Image.Image, across: int, down: int) -> tuple[int, ...]:
    """The red, green and blue of a pixel."""
    found = picture.getpixel((across, down))
    assert isinstance(found, tuple)
    return found


def test_a_photograph_drawn_for_two_questions_at_once_stays(
    office: Office, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone without an answer asks again while the server still draws."""
    data = a_photo()
    new = begun(office, reference, data)
    office.photographs.add_piece(new, 0, data, office.now())
    whole = begun(office, reference, data)
    content = office.photographs.content

    def after_the_other(found: Photograph) -> bytes:
        monkeypatch.setattr(office.photographs, "content", content)
        assert draw_arrived(office, found).drawn
        return content(found)

    monkeypatch.setattr(office.photographs, "content", after_the_other)

    assert draw_arrived(office, whole).drawn
    assert [each.drawn for each in photographs_of(office, reference, by=BY)] == [True]


def test_a_photograph_arrives_in_pieces_and_becomes_a_page(office: Office, reference: str) -> None:
    data = a_photo()

    found = sent(office, begun(office, reference, data), data, piece=1000)

    assert found.drawn
    (listed,) = photographs_of(office, reference, by=BY)
    assert listed.name == "page.jpg"
    with Image.open(BytesIO(office.photographs.page(listed))) as page:
        assert page.size == (400, 300)


def test_after_a_break_sending_continues_at_the_byte_that_the_server_names(
    office: Office, reference: str
) -> None:
    data = a_photo()
    first = begun(office, reference, data)
    part = data[:1000]
    take_piece(office, reference, first.id, 0, part, sha256_of(part), by=BY)

    # After the page was closed, the same photograph is chosen again.
    again = begun(office, reference, data, "renamed.jpg")

    assert (again.id, again.have) == (first.id, 1000)
    assert sent(office, again, data).drawn


def test_a_piece_out_of_place_or_damaged_changes_nothing(office: Office, reference: str) -> None:
    data = a_photo()
    found = begun(office, reference, data)
    part = data[:1000]
    take_piece(office, reference, found.id, 0, part, sha256_of(part), by=BY)

    # A piece that is sent twice, one after a gap, a damaged one, and one before the start.
    for start, sent_part, digest in (
        (0, part, sha256_of(part)),
        (2000, data[2000:3000], sha256_of(data[2000:3000])),
        (1000, data[1000:2000], sha256_of(part)),
        (-1, part, sha256_of(part)),
    ):
        state = take_piece(office, reference, found.id, start, sent_part, digest, by=BY)
        assert state.have == 1000


def test_pieces_that_do_not_make_a_photograph_are_removed(office: Office, reference: str) -> None:
    data = b"\xff\xd8\xff" + b"no picture" * 50
    found = begun(office, reference, data)

    with pytest.raises(BadInput, match="cannot be opened"):
        sent(office, found, data)

    assert photographs_of(office, reference, by=BY) == ()
    other = b"<html>" * 100
    with pytest.raises(BadInput, match="not a JPEG or PNG"):
        sent(office, begun(office, reference, other), other)


def test_a_photograph_other_than_announced_is_removed(office: Office, reference: str) -> None:
    data, other = a_photo("red"), a_photo("blue")
    size = min(len(data), len(other))
    found = begin_photograph(office, reference, "a.jpg", size, sha256_of(data), by=BY)

    with pytest.raises(BadInput, match="changed while it was sent"):
        sent(office, found, other[:size])

    assert photographs_of(office, reference, by=BY) == ()


@pytest.mark.parametrize("name", ["scan.pdf", "photo.heic", "photo", "page.jpg.exe"])
def test_only_photographs_are_accepted(office: Office, reference: str, name: str) -> None:
    with pytest.raises(BadInput, match="not a JPEG or PNG"):
        begun(office, reference, b"x" * 100, name)


@pytest.mark.parametrize("size", [0, -1, LARGEST_PHOTOGRAPH + 1])
def test_the_size_is_bounded(office: Office, reference: str, size: int) -> None:
    with pytest.raises(BadInput, match="empty or larger than 48 MB"):
        begin_photograph(office, reference, "a.jpg", size, "0" * 64, by=BY)


def test_a_malformed_hash_is_refused(office: Office, reference: str) -> None:
    for digest in ("", "0" * 63, "g" * 64):
        with pytest.raises(BadInput, match="Reload the page"):
            begin_photograph(office, reference, "a.jpg", 100, digest, by=BY)


def test_the_number_of_photographs_is_bounded(office: Office, reference: str) -> None:
    for number in range(MOST_PHOTOGRAPHS):
        begun(office, reference, b"%d" % number * 100)

    with pytest.raises(BadInput, match="30 photographs at most"):
        begun(office, reference, b"one more" * 100)


def test_photographs_together_cannot_fill_the_disk(
    office: Office, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photographs, "MOST_TAKEN_UP", 2 * 1024 * 1024)
    digest = "0" * 64
    begin_photograph(office, reference, "a.jpg", 2_000_000, digest, by=BY)

    # Announced bytes count before they are sent, also those of a colleague.
    with pytest.raises(BadInput, match="too many unfinished"):
        begin_photograph(office, reference, "b.jpg", 200_000, "1" * 64, by="p0000002")

    (one,) = photographs_of(office, reference, by=BY)
    remove_photograph(office, reference, one.id, by=BY)
    begin_photograph(office, reference, "b.jpg", 200_000, "1" * 64, by="p0000002")


def test_more_bytes_than_announced_are_refused(office: Office, reference: str) -> None:
    data = a_photo()
    found = begin_photograph(office, reference, "a.jpg", 100, sha256_of(data), by=BY)

    with pytest.raises(BadInput, match="does not belong"):
        take_piece(office, reference, found.id, 0, data, sha256_of(data), by=BY)


def test_nobody_reaches_the_photograph_of_a_colleague(office: Office, reference: str) -> None:
    data = a_photo()
    found = begun(office, reference, data)
    other = "p0000002"

    assert photographs_of(office, reference, by=other) == ()
    for act in (
        lambda: take_piece(office, reference, found.id, 0, data, sha256_of(data), by=other),
        lambda: remove_photograph(office, reference, found.id, by=other),
        lambda: take_piece(office, a_request(office), found.id, 0, data, sha256_of(data), by=BY),
    ):
        with pytest.raises(NotOnFile):
            act()
    # The same file sent by a colleague is another photograph.
    mine = begin_photograph(office, reference, "a.jpg", len(data), sha256_of(data), by=other)
    assert mine.id != found.id


def test_photographs_without_a_change_for_seven_days_are_deleted(
    office: Office, reference: str, clock: Clock
) -> None:
    begun(office, reference, a_photo("red"))
    take_photographs(office, reference, [upload(a_photo("blue"))], by=BY)
    began = office.now()
    clock.set((began + KEPT_FOR).date(), hour=began.hour)

    assert forget_old_photographs(office) == 0

    clock.set((began + KEPT_FOR + timedelta(days=1)).date())
    assert forget_old_photographs(office) == 2
    assert photographs_of(office, reference, by=BY) == ()
    assert office.photographs.taken_up() == 0


def test_the_pages_become_one_pdf_in_order_turned_and_without_metadata(
    office: Office, reference: str
) -> None:
    colours = ("red", "lime", "blue")
    files = [upload(a_photo(each), f"{each}.jpg") for each in colours]
    red, lime, _ = take_photographs(office, reference, files, by=BY)
    move_photograph(office, reference, red.id, 1, by=BY)
    turn_photograph(office, reference, lime.id, by=BY)

    digest, made = make_pdf(office, reference, by=BY)

    assert made.name.startswith("photographs-")
    assert made.media == "application/pdf"
    first, second, third = pages_of(made.data)
    # The green page is now first. It was turned, so its corner is at the upper right.
    assert first.size == (300, 400)
    assert at(first, 295, 5)[1] > 200 > 100 > at(first, 295, 5)[0]
    assert min(at(first, 5, 5)) > 200
    assert at(second, 5, 5)[0] > 200 > 100 > at(second, 5, 5)[2]
    assert at(third, 5, 5)[2] > 200 > 100 > at(third, 5, 5)[0]
    for trace in (b"Zarmina", b"Exif", b"red.jpg"):
        assert trace not in made.data
    # The PDF is attached, and the photographs are deleted.
    assert photographs_of(office, reference, by=BY) == ()
    kept = attached_before(office, reference, by=BY)
    assert kept == {digest: made}


def test_a_photograph_taken_sideways_is_shown_upright(office: Office, reference: str) -> None:
    """The metadata says that the image has to be turned to the right by 90 degrees."""
    take_photographs(office, reference, [upload(a_photo(orientation=TURNED_RIGHT))], by=BY)

    _, made = make_pdf(office, reference, by=BY)

    (page,) = pages_of(made.data)
    assert page.size == (300, 400)
    assert at(page, 295, 5)[0] > 200 > 100 > at(page, 295, 5)[1]


@pytest.mark.slow
def test_a_page_fills_a4_and_stays_legible(office: Office, reference: str) -> None:
    take_photographs(office, reference, [upload(a_photo(size=(3000, 4000)))], by=BY)

    _, made = make_pdf(office, reference, by=BY)

    (sheet,) = PdfReader(BytesIO(made.data)).pages
    assert 841 <= float(sheet.mediabox.height) <= 843
    (page,) = pages_of(made.data)
    # More than 180 dots per inch: a page is 11.7 inches high.
    assert page.size == (1650, 2200)


def test_no_pdf_is_made_without_a_whole_photograph(office: Office, reference: str) -> None:
    with pytest.raises(NotAllowed, match="no page yet"):
        make_pdf(office, reference, by=BY)
    begun(office, reference, a_photo())

    with pytest.raises(NotAllowed, match="not arrived completely"):
        make_pdf(office, reference, by=BY)


def test_an_unused_pdf_is_deleted(office: Office, reference: str) -> None:
    take_photographs(office, reference, [upload(a_photo())], by=BY)
    digest, _ = make_pdf(office, reference, by=BY)

    forget_attached(office, reference, digest, by=BY)

    assert attached_before(office, reference, by=BY) == {}
    with pytest.raises(NotOnFile):
        office.archive.read(reference, digest)


@pytest.mark.slow
def test_forty_megabytes_arrive_over_a_line_that_breaks_five_times(
    office: Office, reference: str
) -> None:
    """A break loses a piece or its answer; the sender asks the server and sends the next piece."""
    picture = Image.effect_noise((6000, 4500), 120).convert("RGB")
    out = BytesIO()
    picture.save(out, "JPEG", quality=98, subsampling=0)
    # A JPEG may have bytes after its end, so the file can have an exact size.
    data = out.getvalue().ljust(40 * 1024 * 1024, b"\0")
    piece, breaks = 1024 * 1024, {3, 11, 12, 25, 39}
    found, number = begun(office, reference, data), 0
    while not found.drawn:
        part = data[found.have : found.have + piece]
        number += 1
        if number in breaks:
            breaks.remove(number)
            if number % 2:
                # The piece arrived, but its answer was lost.
                take_piece(office, reference, found.id, found.have, part, sha256_of(part), by=BY)
            # The page is opened again, and asks the server for the state.
            found = begun(office, reference, data)
            continue
        found = take_piece(office, reference, found.id, found.have, part, sha256_of(part), by=BY)

    assert not breaks
    # Four of the breaks lost only the answer; one lost its piece, which was sent again.
    assert number == 40 + 1
    _, made = make_pdf(office, reference, by=BY)
    (page,) = pages_of(made.data)
    assert page.size == (2200, 1650)
