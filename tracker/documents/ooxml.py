"""The few elements of WordprocessingML that letters need."""

from typing import Final

from docx.oxml.ns import nsmap
from lxml import etree

Element = etree._Element

WORD: Final[str] = nsmap["w"]
LINKED: Final[str] = nsmap["r"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def name(tag: str) -> str:
    """Return the full name of `w:tag`, for elements and attributes."""
    return f"{{{WORD}}}{tag}"


def w(tag: str, *children: Element, **attributes: str) -> Element:
    """Return the element `w:tag`. Its attributes are in the same namespace."""
    named = {name(key): value for key, value in attributes.items()}
    made = etree.Element(name(tag), named, nsmap={"w": WORD})
    made.extend(children)
    return made


def text(words: str, tag: str = "t") -> Element:
    """Return a text element that keeps its spaces."""
    made = etree.Element(name(tag), {_SPACE: "preserve"}, nsmap={"w": WORD})
    made.text = words
    return made


def xml(root: Element) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
