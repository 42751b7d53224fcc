"""Public copies are made from pictures alone: nothing of a paper is left in one but dots."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.documents.hostile import (
    a_bomb,
    a_locked_pdf,
    a_pdf_that_acts,
    a_pdf_with_an_older_version,
    a_photograph,
    a_recognised_scan,
)
from tests.documents.papers import (
    LINES,
    SECRET,
    SPELT,
    WORD,
    a_pdf,
    a_scan,
    a_word_document,
    every_stream,
    with_a_field,
    with_a_part_elsewhere,
    with_a_part_elsewhere_spelt,
    with_a_picture_at,
    with_a_template,
    with_everything,
)
from tests.offices import AYESHA
from tracker.documents.document_redactor import TOO_MUCH, IsolatedRedactor
from tracker.documents.rendering import MOST_ON_STRIP, STRIP_WIDTH
from tracker.documents.suite import as_pdf, drawable
from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant
from tracker.services.ports.publishing import RedactionBox, RenderedPage
from tracker.services.publishing.copying import boxes_for, lines_of

ASKED = Applicant("Zarmina Exampleperson", "", "", True)
EVERYTHING = RedactionBox(0, 0, 1000, 1000)


@pytest.fixture(scope="module")
def redactor() -> IsolatedRedactor:
    return IsolatedRedactor()


@pytest.fixture(scope="session")
def suite(needs: Callable[..., Path]) -> Path:
    """LibreOffice, without which neither Word documents nor texts are drawn."""
    return needs("soffice", "libreoffice")


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("L")


def is_black(page: Image.Image, box: RedactionBox) -> bool:
    """Whether every dot in the box is black, or as good as."""
    part = page.crop(
        (
            box.left * page.width // 1000,
            box.top * page.height // 1000,
            box.right * page.width // 1000,
            box.bottom * page.height // 1000,
        )
    )
    return max(part.tobytes()) < 8


def copied(
    redactor: IsolatedRedactor, pages: list[RenderedPage], boxes: list[list[RedactionBox]]
) -> bytes:
    return redactor.press([page.picture for page in pages], boxes)


def hidden(redactor: IsolatedRedactor, data: bytes, media: str) -> tuple[bytes, bytes]:
    """A copy of a paper with what is proposed blacked out, and the picture that is in it."""
    pages = list(redactor.render(data, media))
    boxes = [list(boxes_for(page.letters, ASKED)) for page in pages]
    copy = copied(redactor, pages, boxes)
    return copy, PdfReader(BytesIO(copy)).pages[0].images[0].data


PAPERS = {
    "text": (lambda: a_pdf(), "application/pdf"),
    "pdf with metadata, attachment, annotation and an older version": (
        lambda: with_everything(a_pdf()),
        "application/pdf",
    ),
    "pdf with a script, a program to start and a form": (a_pdf_that_acts, "application/pdf"),
    "pdf that was cut in an editor": (a_pdf_with_an_older_version, "application/pdf"),
    "scan with its words under it": (a_recognised_scan, "application/pdf"),
    "photograph with a small one in it": (a_photograph, "image/jpeg"),
    "scan as jpeg": (lambda: a_scan("JPEG"), "image/jpeg"),
    "scan as png": (lambda: a_scan("PNG"), "image/png"),
    "word document": (a_word_document, WORD),
    "text file": (lambda: "\n".join(LINES).encode(), "text/plain"),
    "e-mail": (
        lambda: f"From: {SECRET} <z@example.org>\nSubject: x\n\n{LINES[3]}\n".encode(),
        "message/rfc822",
    ),
}


@pytest.mark.samples(
    "pdf with metadata", "scan with its words", "word document", "photograph with"
)
@pytest.mark.parametrize("kind", PAPERS)
def test_no_byte_of_a_copy_holds_a_word_of_the_paper(
    redactor: IsolatedRedactor, request: pytest.FixtureRequest, kind: str
) -> None:
    made, media = PAPERS[kind]
    if media in (WORD, "text/plain", "message/rfc822"):
        request.getfixturevalue("suite")
    data = made()
    assert _told(data), "the paper itself holds the secret, else this proves nothing"

    copy, _ = hidden(redactor, data, media)

    for stream in every_stream(copy):
        for word in (SECRET, "35202", "1234567", "Exampleperson", "refused", "Artist"):
            assert word.encode() not in stream
            assert word.encode("utf-16-be") not in stream
    reader = PdfReader(BytesIO(copy))
    assert reader.metadata is None
    assert reader.xmp_metadata is None
    assert dict(reader.attachments) == {}
    assert set(reader.root_object) == {"/Type", "/Pages"}, "nothing runs, opens or is filled in"
    assert copy.count(b"%%EOF") == 1, "no older version lies underneath"
    assert "".join(page.extract_text() for page in reader.pages) == ""
    for page in reader.pages:
        assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}
        assert len(page.images) == 1
        picture = page.images[0].image
        assert picture is not None
        assert not picture.getexif()
        assert {"comment", "exif", "xmp", "icc_profile"}.isdisjoint(picture.info)


def _told(data: bytes) -> bool:
    """Whether a search finds the secret in a document."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            return any(SECRET.encode() in parts.read(name) for name in parts.namelist())
    streams = every_stream(data) if data.startswith(b"%PDF") else iter([data])
    return any(SECRET.encode() in stream for stream in streams)


def test_words_that_lie_unseen_under_a_scan_are_what_boxes_are_proposed_for(
    redactor: IsolatedRedactor,
) -> None:
    (page,) = redactor.render(a_recognised_scan(), "application/pdf")

    assert {box.why for box in boxes_for(page.letters, ASKED)} == {
        "the applicant’s own data",
        "an identity-card number",
        "a phone number",
    }


@pytest.mark.samples("90")
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_what_is_proposed_is_black_in_the_dots_however_the_page_is_turned(
    redactor: IsolatedRedactor, turned: int
) -> None:
    data = a_pdf(rotate=turned)
    (page,) = redactor.render(data, "application/pdf")
    boxes = boxes_for(page.letters, ASKED)
    assert {box.why for box in boxes} == {
        "the applicant’s own data",
        "an identity-card number",
        "a phone number",
    }
    assert sorted(line.words for line in lines_of(page.letters)) == sorted(LINES)

    _, picture = hidden(redactor, data, "application/pdf")

    drawn = opened(picture)
    for box in boxes:
        assert not is_black(opened(page.picture), box), "there was something to read"
        assert is_black(drawn, box)


def test_a_box_covers_the_whole_of_what_it_was_proposed_for(redactor: IsolatedRedactor) -> None:
    """A page with nothing but what is proposed is, once that is black, white around it: of the
    letters nothing stands out of their boxes, not even in the packing of the picture."""
    (page,) = redactor.render(a_pdf(("35202-1234567-1", "0300-1234567")), "application/pdf")
    boxes = boxes_for(page.letters, AYESHA)

    (again,) = redactor.render(copied(redactor, [page], [list(boxes)]), "application/pdf")

    drawn = opened(again.picture)
    rest = drawn.point(lambda dot: 255 if dot > 250 else 0)
    for box in boxes:
        left, top = box.left * drawn.width // 1000 - 10, box.top * drawn.height // 1000 - 10
        right = box.right * drawn.width // 1000 + 18
        rest.paste(255, (left, top, right, box.bottom * drawn.height // 1000 + 18))
    assert rest.getextrema() == (255, 255)


def test_a_scan_has_no_text_and_nothing_is_proposed(redactor: IsolatedRedactor) -> None:
    (page,) = redactor.render(a_scan(), "image/jpeg")

    assert lines_of(page.letters) == ()
    assert boxes_for(page.letters, ASKED) == ()


def test_a_picture_is_turned_as_its_camera_says_and_lies_on_white(
    redactor: IsolatedRedactor,
) -> None:
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    picture.save(out, "PNG", exif=exif)

    (page,) = redactor.render(out.getvalue(), "image/png")

    assert (page.width, page.height) == (100, 300)
    assert min(opened(page.picture).tobytes()) > 250


@pytest.mark.slow
def test_a_copy_is_the_same_bytes_each_time(redactor: IsolatedRedactor) -> None:
    pages = list(redactor.render(a_pdf(pages=2), "application/pdf"))
    boxes: list[list[RedactionBox]] = [[EVERYTHING], []]

    first, second = (copied(redactor, pages, boxes) for _ in range(2))

    assert first == second
    again = redactor.render(first, "application/pdf")
    assert len(again) == 2
    assert is_black(opened(again[0].picture), EVERYTHING)
    assert not is_black(opened(again[1].picture), EVERYTHING)


def an_endless_pdf() -> bytes:
    """A page tree that leads to itself."""
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>\nendobj\n"
        b"trailer << /Root 1 0 R >>\n%%EOF"
    )


@pytest.mark.samples("a_bomb", "application/pdf")
@pytest.mark.parametrize(
    ("paper", "media", "why"),
    [
        (lambda: b"%PDF-1.7\n%reply\n", "application/pdf", "cannot be opened"),
        (a_locked_pdf, "application/pdf", "cannot be opened"),
        (lambda: a_pdf(pages=61), "application/pdf", "more than 60 pages"),
        (a_bomb, "image/png", "too large"),
        (lambda: a_scan("PNG")[:2000], "image/png", "cannot be opened"),
        (lambda: b"\xff\xd8\xff nonsense", "image/jpeg", "cannot be opened"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(
    redactor: IsolatedRedactor, paper: Callable[[], bytes], media: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        redactor.render(paper(), media)


def test_a_paper_that_never_ends_is_ended(redactor: IsolatedRedactor) -> None:
    with pytest.raises(BadInput):
        redactor.render(an_endless_pdf(), "application/pdf")


def test_a_process_that_dies_or_dawdles_is_told_in_one_sentence(
    redactor: IsolatedRedactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Below /dev no sandbox would show it.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)  # the account that draws may read it
        program = Path(folder, "program.py")
        monkeypatch.setattr("tracker.documents.document_redactor.PROGRAM", program)
        monkeypatch.setattr("tracker.documents.document_redactor._SECONDS", 2)
        monkeypatch.setattr("tracker.documents.document_redactor.LARGEST_ANSWER", 5)
        program.write_text("import sys; sys.stdout.write('\\0' * 4)", encoding="utf-8")
        assert redactor.press([], []) == b"", "a program in this place is run"
        for does in ("raise SystemExit(3)", "import time; time.sleep(30)", "print('x' * 10)"):
            program.write_text(does, encoding="utf-8")
            with pytest.raises(BadInput, match=TOO_MUCH[:20]):
                redactor.render(a_pdf(), "application/pdf")


def test_who_would_wait_long_for_others_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.documents.document_redactor._WAITS", 0.01)
    redactor = IsolatedRedactor()

    with (
        redactor._alone(),
        pytest.raises(BadInput, match=r"Other documents are being processed\. Try again in"),
    ):
        redactor.render(a_pdf(), "application/pdf")

    assert len(redactor.render(a_pdf(), "application/pdf")) == 1


@pytest.mark.parametrize(
    "data",
    [
        with_a_part_elsewhere(a_word_document()),
        *(with_a_part_elsewhere_spelt(a_word_document(), how) for how in SPELT),
        with_a_field(a_word_document(), "INCLUDE&#84;EXT &quot;/etc/hostname&quot;"),
        with_a_field(a_word_document(), 'INCLUDETEXT "/etc/hostname"'),
        with_a_field(a_word_document(), "INCLUDEPICTURE http://192.0.2.1/x.png"),
        with_a_field(a_word_document(), "DDEAUTO c:\\\\windows\\\\calc.exe"),
    ],
)
def test_a_document_that_draws_on_a_file_elsewhere_is_refused(
    redactor: IsolatedRedactor, data: bytes
) -> None:
    with pytest.raises(BadInput, match="a file from elsewhere"):
        redactor.render(data, WORD)


A_MAIL = b"From: pio@example.org\nSubject: =?utf-8?b?2LHYryDYs9in?=\n"
NO_MAILS = {
    "boxes within boxes": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    ),
    "mails within mails": b"Content-Type: message/rfc822\n\n" * 3000,
}
STRANGE_MAILS = {
    "an encoding that nobody knows": b"Content-Type: text/plain; charset=xyz-1\n\nRefused.\n",
    "an encoding that is none": b"Content-Type: text/plain; charset=rot13\n\nRefused.\n",
    "headers that end too soon": b'Cc: "\nTo: =?utf-8?q?=\n\nRefused.\n',
    "brackets without end": b"To: " + b"(" * 5000 + b"\n\nRefused.\n",
    "all the world": b"To: " + b"a@b.example," * 100_000 + b"\n\nRefused.\n",
}


@pytest.mark.parametrize("kind", STRANGE_MAILS)
def test_an_email_is_read_however_strange_it_is(kind: str) -> None:
    data, ending = drawable(A_MAIL + STRANGE_MAILS[kind], "message/rfc822")

    lines = data.decode().splitlines()
    assert ending == "txt"
    assert lines[0] == "From: pio@example.org"
    assert "Subject: رد سا" in lines
    assert lines[-1] == "Refused."
    assert len(data) < 10_000


@pytest.mark.parametrize("kind", NO_MAILS)
def test_an_email_that_is_all_wrapping_is_refused_with_the_way_out(kind: str) -> None:
    with pytest.raises(BadInput, match=r"The email cannot be read\. Log a PDF"):
        drawable(A_MAIL + NO_MAILS[kind], "message/rfc822")


def test_of_an_email_what_is_attached_is_named_and_not_read() -> None:
    data, _ = drawable(
        A_MAIL
        + b"Content-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: message/rfc822\n\nSubject: y\n\nOf another.\n"
        + b"--x\nContent-Type: multipart/alternative; boundary=y\n\n"
        + b"--y\nContent-Type: text/html\n\n<p>Refused.</p>\n"
        + b"--y\nContent-Type: text/plain\n\nRefused.\n--y--\n"
        + b"--x\nContent-Type: application/pdf; name=order.pdf\n\nAA\n"
        + b"--x\nContent-Type: text/plain; name=list.txt\n\nA list.\n--x--\n",
        "message/rfc822",
    )

    assert data.decode().splitlines()[2:] == [
        "",
        "Refused.",
        "Attachment: without a name",
        "Attachment: order.pdf",
        "Attachment: list.txt",
    ]


@pytest.mark.usefixtures("suite")
def test_what_a_document_names_elsewhere_is_not_fetched_even_if_nobody_noticed_it() -> None:
    """The author would learn that the document is read, when, and at which address."""
    asked = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_OPTIONS = do_HEAD = do_PROPFIND = do_GET

        def log_message(self, *_: object) -> None:
            """Not in the output of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/pixel.png"
        drawn = as_pdf(with_a_picture_at(a_word_document(), address), "docx")
        server.shutdown()

    assert drawn.startswith(b"%PDF")
    assert asked == []


@pytest.mark.samples("data0")
@pytest.mark.usefixtures("suite")
@pytest.mark.parametrize(
    "data", [with_a_template(a_word_document()), with_a_field(a_word_document(), "PAGE")]
)
def test_a_document_as_offices_write_them_is_drawn(
    redactor: IsolatedRedactor, data: bytes
) -> None:
    (page,) = redactor.render(data, WORD)

    assert lines_of(page.letters)[0].words.startswith(LINES[0])


def test_without_libreoffice_a_word_document_is_refused_with_the_way_out(
    redactor: IsolatedRedactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(BadInput, match="Images of this type of file need LibreOffice"):
        redactor.render(a_word_document(), WORD)


@pytest.mark.slow
def test_the_first_pages_are_one_picture_to_read_beside_a_form(
    redactor: IsolatedRedactor,
) -> None:
    two = opened(redactor.strip(a_pdf(pages=2), "application/pdf"))
    many = opened(redactor.strip(a_pdf(pages=MOST_ON_STRIP + 3), "application/pdf"))
    most = opened(redactor.strip(a_pdf(pages=MOST_ON_STRIP), "application/pdf"))

    assert two.width == STRIP_WIDTH
    assert two.height > 2 * two.width
    assert many.size == most.size


def test_a_damaged_paper_has_no_picture(redactor: IsolatedRedactor) -> None:
    with pytest.raises(BadInput, match="damaged or password-protected"):
        redactor.strip(a_locked_pdf(), "application/pdf")
