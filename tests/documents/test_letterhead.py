"""An office's letterhead gives styles, header and footer; what reaches further is refused."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import RELATIONSHIP_TYPE as TO
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from tests.documents.facts import BANNERS, letter_facts
from tests.documents.reading import W, parts_of, root_of, words_of
from tracker.documents.docx import DocxLetters
from tracker.documents.wording import Wordings
from tracker.domain.base.errors import BadInput

DAY = date(2024, 3, 18)
_ATTACHED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
WORDINGS = Wordings(Path(__file__).parents[2] / "templates" / "letters")


def letterhead(change: Callable[[DocumentObject], None] | None = None) -> bytes:
    """A letterhead as an office would draw one, with words in its body that must not be sent."""
    document = Document()
    document.add_paragraph("Old body: {{ 7*7 }} secret of another client")
    document.styles["Normal"].font.name = "Garamond"
    section = document.sections[0]
    section.page_width, section.left_margin = Mm(215.9), Mm(40)
    section.header.paragraphs[0].text = "Example & Partners {{ 7*7 }} {applicant_name}"
    section.footer.paragraphs[0].text = "Registered office: 4 Court Street"
    document.core_properties.author = "Name of a Person"
    if change:
        change(document)
    return saved(document)


def saved(document: DocumentObject) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(docx: bytes, changed: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts_of(docx), **changed}.items():
            archive.writestr(name, data)
    return out.getvalue()


def render(folder: Path, data: bytes, *, language: str = "en", banner: bool = False) -> bytes:
    path = folder / "letterhead.docx"
    path.write_bytes(data)
    letter = WORDINGS.compose("request", language, letter_facts(language, banner=banner))
    return DocxLetters(path).render(letter, DAY)


def running_words(docx: bytes, kind: str) -> list[str]:
    names = [name for name in parts_of(docx) if name.startswith(f"word/{kind}")]
    return ["".join(map(str, root_of(docx, name).itertext())) for name in names]


def test_styles_page_header_and_footer_come_from_the_letterhead(tmp_path: Path) -> None:
    docx = render(tmp_path, letterhead())
    read = Document(io.BytesIO(docx))
    assert read.styles["Normal"].font.name == "Garamond"
    margin = read.sections[0].left_margin
    assert margin is not None
    assert round(margin.mm, 1) == 40
    assert running_words(docx, "header") == ["Example & Partners {{ 7*7 }} {applicant_name}"]
    assert "Registered office: 4 Court Street" in running_words(docx, "footer")[0]


def test_its_body_and_its_author_are_dropped(tmp_path: Path) -> None:
    docx = render(tmp_path, letterhead())
    assert "secret" not in words_of(docx)
    assert not any(b"secret" in data or b"Name of a" in data for data in parts_of(docx).values())
    assert words_of(docx).startswith("‹Amina Example›")


def test_page_numbers_are_added_only_where_its_footer_has_none(tmp_path: Path) -> None:
    def number(document: DocumentObject) -> None:
        field = f"<w:r {nsdecls('w')}><w:instrText> PAGE </w:instrText></w:r>"
        document.sections[0].footer.paragraphs[0]._p.append(parse_xml(field))

    assert "Page 1 of 1" in running_words(render(tmp_path, letterhead()), "footer")[0].replace(
        " PAGE ", ""
    ).replace(" NUMPAGES ", "")
    assert "NUMPAGES" not in running_words(render(tmp_path, letterhead(number)), "footer")[0]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_demonstration_says_so_in_every_header_in_force(tmp_path: Path, language: str) -> None:
    def other_pages(document: DocumentObject) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True

    docx = render(tmp_path, letterhead(other_pages), language=language, banner=True)
    headers = running_words(docx, "header")
    assert len(headers) == 3
    assert all(BANNERS[language] in header for header in headers)
    assert Document(io.BytesIO(docx)).settings.odd_and_even_pages_header_footer is True


def test_a_style_of_the_letterhead_is_kept_over_ours(tmp_path: Path) -> None:
    def own_heading(document: DocumentObject) -> None:
        document.styles["Heading 1"].font.size = Pt(31)

    docx = render(tmp_path, letterhead(own_heading))
    assert Document(io.BytesIO(docx)).styles["Heading 1"].font.size == Pt(31)


def test_a_plain_link_loses_its_target_and_keeps_its_words(tmp_path: Path) -> None:
    def link(document: DocumentObject) -> None:
        header = document.sections[0].header
        key = header.part.relate_to("https://tracking.example", TO.HYPERLINK, is_external=True)
        header.paragraphs[0]._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>our site</w:t></w:r>'
                "</w:hyperlink>"
            )
        )

    docx = render(tmp_path, letterhead(link))
    assert "our site" in running_words(docx, "header")[0]
    assert not any(b"tracking.example" in data for data in parts_of(docx).values())


def test_page_numbers_of_the_letterhead_stay_as_they_are(tmp_path: Path) -> None:
    docx = render(tmp_path, letterhead(_fields("PAGE", " NUMPAGES ")))

    assert b"PAGE" in b"".join(d for n, d in parts_of(docx).items() if "footer" in n)


def test_an_old_drawing_fetches_nothing(tmp_path: Path) -> None:
    def draw(document: DocumentObject) -> None:
        document.sections[0].header.paragraphs[0]._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
                'href="https://evil.example/a"><v:imagedata src="https://evil.example/b"/>'
                "</v:shape></w:pict></w:r>"
            )
        )

    docx = render(tmp_path, letterhead(draw))
    assert not any(b"evil.example" in data for data in parts_of(docx).values())


def test_tracked_changes_lose_their_authors(tmp_path: Path) -> None:
    def track(document: DocumentObject) -> None:
        for tag, words in (("ins", "new"), ("del", "old")):
            inner = "delText" if tag == "del" else "t"
            document.sections[0].header.paragraphs[0]._p.append(
                parse_xml(
                    f'<w:{tag} {nsdecls("w")} w:id="1" w:author="Name of a Person">'
                    f"<w:r><w:{inner}>{words}</w:{inner}></w:r></w:{tag}>"
                )
            )

    docx = render(tmp_path, letterhead(track))
    assert running_words(docx, "header")[0].endswith("new")
    assert not any(b"Name of a" in data for data in parts_of(docx).values())


def test_a_letterhead_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    assert render(tmp_path, letterhead()) == render(tmp_path, letterhead())


def test_urdu_on_a_letterhead_runs_from_right_to_left(tmp_path: Path) -> None:
    docx = render(tmp_path, letterhead(), language="ur")
    paragraphs = list(root_of(docx, "word/document.xml").iter(f"{W}p"))
    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in paragraphs)


def _relation(kind: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="https://evil.example/x" '
        'TargetMode="External"/></Relationships>'
    ).encode()


def _with_field(document: DocumentObject) -> None:
    for piece in (" INCLUDE", "TEXT /etc/passwd "):
        document.sections[0].header.paragraphs[0]._p.append(
            parse_xml(f"<w:r {nsdecls('w')}><w:instrText>{piece}</w:instrText></w:r>")
        )


def _fields(*instructions: str) -> Callable[[DocumentObject], None]:
    """Fields in a footer, one after the other."""

    def put(document: DocumentObject) -> None:
        paragraph = document.sections[0].footer.paragraphs[0]._p
        for instruction in instructions:
            paragraph.append(
                parse_xml(
                    f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="begin"/>'
                    f"<w:instrText>{instruction}</w:instrText>"
                    '<w:fldChar w:fldCharType="separate"/><w:t>1</w:t>'
                    '<w:fldChar w:fldCharType="end"/></w:r>'
                )
            )

    return put


def _declaring_entities(docx: bytes) -> bytes:
    header = next(name for name in parts_of(docx) if name.startswith("word/header"))
    data = parts_of(docx)[header].replace(b"<w:hdr", b'<!DOCTYPE x [<!ENTITY a "b">]><w:hdr', 1)
    return with_parts(docx, {header: data})


def _macro_types(docx: bytes) -> bytes:
    types = parts_of(docx)["[Content_Types].xml"]
    plain_type = b"openxmlformats-officedocument.wordprocessingml.document.main"
    return with_parts(
        docx,
        {"[Content_Types].xml": types.replace(plain_type, b"ms-word.document.macroEnabled.main")},
    )


HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"%PDF-1.7", "is not a DOCX file"),
    "empty": (lambda: b"", "is not a DOCX file"),
    "cut off": (lambda: letterhead()[:-400], "is not a DOCX file"),
    "another zip": (
        lambda: with_parts(letterhead(), {"word/document.xml": b"<x/>"}),
        "cannot be read",
    ),
    "macro": (
        lambda: with_parts(letterhead(), {"word/vbaProject.bin": b"x"}),
        "contains a macro",
    ),
    "macro type": (lambda: _macro_types(letterhead()), "contains a macro"),
    "embedded object": (
        lambda: with_parts(letterhead(), {"word/embeddings/oleObject1.bin": b"x"}),
        "contains a macro or an embedded object. Save",
    ),
    "attached template": (
        lambda: with_parts(letterhead(), {"word/_rels/settings.xml.rels": _relation(_ATTACHED)}),
        "uses a template",
    ),
    "outside picture": (
        lambda: with_parts(letterhead(), {"word/_rels/header1.xml.rels": _relation(TO.IMAGE)}),
        "content from outside the file",
    ),
    "fetching field": (lambda: letterhead(_with_field), "loads external content"),
    "fetching field behind another": (
        lambda: letterhead(_fields("PAGE", 'INCLUDEPICTURE "https://evil.example/x"')),
        "loads external content",
    ),
    "field that names who writes": (lambda: letterhead(_fields("AUTHOR")), "page number"),
    "field that tells where the file lies": (
        lambda: letterhead(_fields(" PAGE ", " FILENAME \\p ")),
        "page number",
    ),
    "field that runs a macro": (lambda: letterhead(_fields("MACROBUTTON X y")), "page number"),
    "entities": (lambda: _declaring_entities(letterhead()), "declares entities"),
    "bomb": (
        lambda: with_parts(letterhead(), {"word/media/image1.png": b"\0" * (21 * 1024 * 1024)}),
        "unpacks to more than 20 MB",
    ),
    "many relations": (
        lambda: with_parts(
            letterhead(),
            {
                "word/_rels/header1.xml.rels": _relation(TO.HYPERLINK).replace(
                    b"/><", b"/>" + b"<Relationship/>" * 600 + b"<", 1
                )
            },
        ),
        "500 parts",
    ),
    "many parts": (
        lambda: with_parts(letterhead(), {f"word/media/{n}.png": b"" for n in range(600)}),
        "500 parts",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_letterhead_is_refused_with_one_reason_and_a_way_out(
    tmp_path: Path, name: str
) -> None:
    make, said = HOSTILE[name]
    with pytest.raises(BadInput) as refusal:
        render(tmp_path, make())
    message = str(refusal.value)
    assert message.startswith("The letterhead letterhead.docx ")
    assert said in message
    assert message.count(". ") == 1
    assert message.endswith(".")


def test_a_letterhead_that_is_not_there_is_refused(tmp_path: Path) -> None:
    letter = WORDINGS.compose("request", "en", letter_facts())
    with pytest.raises(BadInput, match=r"The letterhead gone\.docx cannot be read as a file"):
        DocxLetters(tmp_path / "gone.docx").render(letter, DAY)
