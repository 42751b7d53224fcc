"""The few elements of WordprocessingML that letters need."""

from typing import Final

from docx.oxml.ns import nsmap
from lxml import etree

XmlElement = etree._Element

_WORD: Final[str] = nsmap["w"]
LINKED: Final[str] = nsmap["r"]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def name(tag: str) -> str:
    """Return the full name of `w:tag`, for elements and attributes."""
    return f"{{{_WORD}}}{tag}"


def w(tag: str, *children: XmlElement, **attributes: str) -> XmlElement:
    """Return the element `w:tag`. Its attributes are in the same namespace."""
    named = {name(key): value for key, value in attributes.items()}
    made = etree.Element(name(tag), named, nsmap={"w": _WORD})
    made.extend(children)
    return made


def text(words: str, tag: str = "t") -> XmlElement:
    """Return a text element that keeps its spaces."""
    made = etree.Element(name(tag), {_SPACE: "preserve"}, nsmap={"w": _WORD})
    made.text = words
    return made


def xml(root: XmlElement) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
