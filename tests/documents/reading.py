"""Reads a DOCX back as lines of style and words, so that a person can compare two letters."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(docx: bytes) -> dict[str, bytes]:
    """Every part of the package by its name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def root_of(docx: bytes, part: str) -> etree._Element:
    """A part's XML."""
    return etree.fromstring(parts_of(docx)[part])


def words_of(docx: bytes) -> str:
    """All the words of the letter's body."""
    return "\n".join(_words(p) for p in root_of(docx, "word/document.xml").iter(f"{W}p"))


def heads_of(docx: bytes) -> str:
    """All the words at the head of the letter's pages."""
    heads = sorted(name for name in parts_of(docx) if name.startswith("word/header"))
    return "\n".join(_words(p) for name in heads for p in root_of(docx, name).iter(f"{W}p"))


def as_lines(docx: bytes) -> str:
    """The letter as `style | words`. ‹› encloses bold, «» a run against the paragraph's direction;
    #1 is the list that an item belongs to, ← marks what starts at the right."""
    body = root_of(docx, "word/document.xml")[0]
    lines = [line for block in body for line in _block(block)]
    for name in sorted(parts_of(docx)):
        if name.startswith(("word/header", "word/footer")):
            lines.append(f"--- {name}")
            lines += [_paragraph(p) for p in root_of(docx, name).iter(f"{W}p")]
    return "\n".join(lines) + "\n"


def _block(block: etree._Element) -> Iterator[str]:
    if block.tag == f"{W}p":
        yield _paragraph(block)
    elif block.tag == f"{W}tbl":
        mirrored = " ←" if block.find(f"{W}tblPr/{W}bidiVisual") is not None else ""
        yield f"table{mirrored}"
        for row in block.iter(f"{W}tr"):
            repeated = "head" if row.find(f"{W}trPr/{W}tblHeader") is not None else "row"
            cells = " | ".join(_words(p) for p in row.iter(f"{W}p"))
            yield f"  {repeated}: {cells}"


def _paragraph(p: etree._Element) -> str:
    properties = p.find(f"{W}pPr")
    assert properties is not None
    style = properties.find(f"{W}pStyle")
    number = properties.find(f"{W}numPr/{W}numId")
    marks = "←" if properties.find(f"{W}bidi") is not None else ""
    marks += f" #{number.get(f'{W}val')}" if number is not None else ""
    name = style.get(f"{W}val") if style is not None else "?"
    return f"{name}{' ' if marks else ''}{marks.strip()} | {_words(p)}".rstrip()


def _words(p: etree._Element) -> str:
    right_to_left = p.find(f"{W}pPr/{W}bidi") is not None
    return "".join(_run(run, right_to_left) for run in p.iter(f"{W}r"))


def _run(run: etree._Element, right_to_left: bool) -> str:
    said = "".join(_said(node) for node in run)
    if run.find(f"{W}rPr/{W}b") is not None:
        said = f"‹{said}›"
    if run.find(f"{W}fldChar") is not None or run.find(f"{W}instrText") is not None:
        return said
    against = (run.find(f"{W}rPr/{W}rtl") is not None) is not right_to_left
    return f"«{said}»" if against and said.strip("\u200e\u200f ") else said


def _said(node: etree._Element) -> str:
    if node.tag == f"{W}br":
        return " / "
    if node.tag == f"{W}instrText":
        return f"[{(node.text or '').strip()}]"
    return (node.text or "") if node.tag == f"{W}t" else ""
